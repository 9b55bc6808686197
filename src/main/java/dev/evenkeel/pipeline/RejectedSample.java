package dev.evenkeel.pipeline;

/** A sample that can never be stored, and why. It goes to the dead-letter topic. */
public record RejectedSample(ReceivedSample received, Cause cause, String detail) {
    /** Why a sample can never be stored. */
    public enum Cause {
        /** Scheduled before the oldest partition of the store. */
        TOO_OLD,
        /** Scheduled after the newest partition of the store. */
        TOO_NEW,
        /** The store refused the row itself. */
        INVALID
    }
}
