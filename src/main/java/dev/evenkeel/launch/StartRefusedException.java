package dev.evenkeel.launch;

/** The service doesn't start as it is configured; the message tells the operator why and what to change. */
final class StartRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartRefusedException(String message) {
        super(message);
    }
}
