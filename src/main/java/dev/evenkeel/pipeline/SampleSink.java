package dev.evenkeel.pipeline;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Stores samples. Implemented by the samples package. */
public interface SampleSink {
    /**
     * Stores those of the batch that are new, in one transaction. Completes once that has committed, with
     * the samples that can never be stored. Fails only when the store is away: the same batch may then be
     * given again.
     */
    Uni<List<RejectedSample>> store(List<ReceivedSample> batch);
}
