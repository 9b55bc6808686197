package dev.evenkeel.probe;

import dev.evenkeel.measurement.Outcome;
import io.netty.handler.codec.TooLongFrameException;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** What a broken connection means for its probe, in our words: an exception's own message may quote the provider. */
record Failure(Outcome outcome, String error) {
    static Failure of(Throwable thrown, boolean headArrived) {
        Throwable cause = rootOf(thrown);
        if (cause instanceof TooLongFrameException) {
            return new Failure(Outcome.STREAM_ERROR, "response is longer than allowed");
        }
        if (!(cause instanceof IOException)) {
            return new Failure(Outcome.STREAM_ERROR, "response is not HTTP");
        }
        if (headArrived) {
            return new Failure(Outcome.STREAM_ERROR, "connection broke amid the stream");
        }
        return cause instanceof SSLException
                ? new Failure(Outcome.TLS_ERROR, "TLS failed before a response head")
                : new Failure(Outcome.CONNECT_ERROR, "connection closed before a response head");
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && !(root instanceof SSLException)) {
            root = root.getCause();
        }
        return root;
    }
}
