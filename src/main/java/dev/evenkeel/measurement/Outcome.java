package dev.evenkeel.measurement;

/** How one probe ended. A failed probe is a result, not an exception. */
public enum Outcome {
    /** At least one token and a proper end. */
    OK(Blame.NOBODY),
    /** HTTP 429. */
    RATE_LIMITED(Blame.PROVIDER),
    /** HTTP 5xx. */
    SERVER_ERROR(Blame.PROVIDER),
    /** Any other HTTP 4xx: our request, model name or credential is wrong. */
    CLIENT_ERROR(Blame.OURSELVES),
    /** No connection: name not resolved, refused, reset before a response head. */
    CONNECT_ERROR(Blame.PROVIDER),
    /** The TLS handshake failed or the certificate does not carry the name. */
    TLS_ERROR(Blame.PROVIDER),
    /** One of the phases took longer than allowed; {@link Sample#timeoutPhase()} says which. */
    TIMEOUT(Blame.PROVIDER),
    /** An error event inside HTTP 200, a broken or truncated stream, bytes that are not what the protocol says. */
    STREAM_ERROR(Blame.PROVIDER),
    /** HTTP 200, a proper end and not one token. */
    EMPTY(Blame.PROVIDER),
    /** Our own egress, budget or concurrency rule kept the request from being sent. */
    REFUSED_BY_POLICY(Blame.OURSELVES);

    private enum Blame {
        NOBODY,
        PROVIDER,
        OURSELVES
    }

    private final Blame blame;

    Outcome(Blame blame) {
        this.blame = blame;
    }

    /** Whether the sample belongs to a statistic's {@code n}: all but those that are our own doing. */
    public boolean counted() {
        return blame != Blame.OURSELVES;
    }

    /** Whether the sample counts against the target's availability. */
    public boolean failure() {
        return blame == Blame.PROVIDER;
    }
}
