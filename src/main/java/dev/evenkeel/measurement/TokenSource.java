package dev.evenkeel.measurement;

/** Where a sample's count of output tokens comes from. */
public enum TokenSource {
    /** The provider's own {@code usage}. */
    USAGE,
    /** The provider sent none: the number of token-bearing events, which is not a number of tokens. */
    EVENTS
}
