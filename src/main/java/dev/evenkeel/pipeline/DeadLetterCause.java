package dev.evenkeel.pipeline;

/** Why a record could not be used and went to its topic's dead-letter topic. */
public enum DeadLetterCause {
    /** Not the JSON that the wire format says. */
    UNREADABLE,
    /** Written by a newer version of the wire format than this process knows. */
    UNKNOWN_VERSION,
    /** Scheduled before the oldest partition of the store. */
    TOO_OLD,
    /** Scheduled after the newest partition of the store. */
    TOO_NEW,
    /** Readable, but the store refused the row itself. */
    INVALID
}
