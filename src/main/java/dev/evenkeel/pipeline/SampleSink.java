package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.MissedRound;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Stores what probers tell. Implemented by the samples package. */
public interface SampleSink {
    /**
     * Stores those of a batch that are new, in one transaction. Completes once that has committed, with
     * the samples that can never be stored. Fails only when the store is away: the same batch may then be
     * given again.
     *
     * @param missed what the batch tells of rounds that were not probed
     */
    Uni<List<RejectedSample>> store(List<ReceivedSample> samples, List<MissedRound> missed);
}
