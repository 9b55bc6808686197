package dev.evenkeel.measurement;

/** Why the instrument can't vouch for a sample. */
public enum SuspectCause {
    /** The prober's own event loop was late around one of the sample's stamps. */
    CLIENT_STALL,
    /** The round's control, whose latency is known, was measured wrongly. */
    CONTROL,
    /** Every target of the round, on two or more hosts, failed before a response head. */
    NETWORK
}
