package dev.evenkeel.simulator;

/** One answer, or what comes in its place. Confined to the event loop. */
interface Reply {
    void start();

    /** The connection takes more, having had too much before. */
    default void writable() {}

    /** The connection is gone: nothing more is written, and the log is told. */
    void connectionClosed();
}
