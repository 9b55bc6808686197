package dev.evenkeel.samples;

import dev.evenkeel.rollup.Resolution;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The durable log of samples, for the packages that count and rank them. */
public interface SampleLog {
    /** The instant from which on all samples are still kept. */
    Instant keptSince(Instant now);

    /**
     * From when on samples are stored, whatever this process is told of how long they are kept; absent where none have
     * been yet.
     */
    Uni<Optional<Instant>> storedSince();

    /** Whether all samples of the slice are in rollups: those from before there were any are summed up in the background. */
    Uni<Boolean> isSummedUp(Slice slice);

    /** What tells whether a slice has changed. */
    Uni<Pulse> pulse(Slice slice);

    /** How many samples the slice has at most: those of all stretches of time of that length that it touches. */
    Uni<Long> samplesAtMost(Slice slice, Resolution resolution);

    /** The samples of a slice, suspects and failures included. */
    Uni<SampleWindow> window(Slice slice);

    /**
     * The rollups of a slice, none coarser than asked for, up to the first round that may still bring samples, and the
     * samples themselves from there on.
     */
    Uni<RolledUpWindow> rolledUp(Slice slice, Resolution coarsest);

    /**
     * What is stored of each run; runs of which nothing is are absent.
     *
     * @param since no sample of them is scheduled before it: what is older need not be looked through
     */
    Uni<Map<UUID, RunTally>> talliesByRun(Collection<UUID> runIds, Instant since);

    /** The targets whose provider answered 429 and asked to be left alone until after {@code now}, and until when. */
    Uni<Map<UUID, Instant>> askedToWait(Instant now);

    /** Removes all that is stored of a campaign, missed rounds included. */
    Uni<Void> deleteCampaign(UUID campaignId);
}
