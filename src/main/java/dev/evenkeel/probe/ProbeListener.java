package dev.evenkeel.probe;

/** Follows one probe, on an event loop. */
@FunctionalInterface
interface ProbeListener {
    /** A final response head arrived, whatever it says: the network reached the provider. Told at most once, before the end. */
    default void headArrived() {}

    /** Told once. */
    void ended(ProbeResult result);
}
