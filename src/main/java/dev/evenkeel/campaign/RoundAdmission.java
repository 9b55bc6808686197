package dev.evenkeel.campaign;

import java.time.Instant;

/** Says of one run's rounds whether they may be sent. */
interface RoundAdmission {
    /** Admits everything and counts nothing: for campaigns without a budget. */
    RoundAdmission ALL = (run, fireAt) -> true;

    /** Whether a round that is asked at {@code fireAt} fits the budget; if so it has been counted. */
    boolean admits(StoredRun run, Instant fireAt);

    /** So many probes of a round that was admitted are not sent after all. What they cost is put right by their samples. */
    default void giveBack(StoredRun run, Instant fireAt, int probes) {}
}
