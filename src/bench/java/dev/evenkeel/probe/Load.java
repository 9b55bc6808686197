package dev.evenkeel.probe;

import java.util.List;

/** Keeps a number of streams going through one client: each that ends is followed by the next. */
interface Load extends AutoCloseable {
    /** Begins, the streams' starts spread over the time that one of them takes. */
    void start() throws Exception;

    /** The process whose CPU time the client takes. */
    long pid();

    /** Ends the load and gives the whole streams that it read. */
    List<Reading> stop() throws Exception;

    /** Streams that ended otherwise, until {@link #stop}. */
    long failures();

    @Override
    void close();
}
