package dev.evenkeel.campaign;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.samples.Pulse;
import dev.evenkeel.samples.RolledUpWindow;
import dev.evenkeel.samples.RunTally;
import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.samples.SampleWindow;
import dev.evenkeel.samples.Slice;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Holds counts of samples that a test says were stored, and remembers what was deleted. */
@Alternative
@Singleton
class SampleLogInMemory implements SampleLog {
    private static final Duration RETENTION = Duration.ofDays(35);

    private final Map<UUID, RunTally> stored = new ConcurrentHashMap<>();
    private volatile Optional<Instant> storedSince = Optional.empty();
    private final Map<UUID, Instant> asked = new ConcurrentHashMap<>();
    private final Set<UUID> deleted = ConcurrentHashMap.newKeySet();

    void store(UUID runId, Map<Outcome, Long> outcomes) {
        store(runId, new RunTally(outcomes, BigDecimal.ZERO, 0, 0, Map.of()));
    }

    void store(UUID runId, RunTally tally) {
        stored.put(runId, tally);
    }

    /** Samples are there from that day on, unless they are not kept for so long; so it is from the start. */
    void storedSince(Optional<Instant> day) {
        storedSince = day;
    }

    /** A 429 of the target's provider asked to wait until then. */
    void askToWait(UUID target, Instant until) {
        asked.put(target, until);
    }

    void nobodyAsksToWait() {
        asked.clear();
    }

    @Override
    public Uni<Map<UUID, Instant>> askedToWait(Instant now) {
        return Uni.createFrom().item(() -> {
            Map<UUID, Instant> after = new HashMap<>(asked);
            after.values().removeIf(until -> !until.isAfter(now));
            return after;
        });
    }

    Set<UUID> deletedCampaigns() {
        return Set.copyOf(deleted);
    }

    @Override
    public Instant keptSince(Instant now) {
        return now.minus(RETENTION);
    }

    @Override
    public Uni<Optional<Instant>> storedSince() {
        return Uni.createFrom().item(storedSince);
    }

    @Override
    public Uni<Boolean> isSummedUp(Slice slice) {
        return Uni.createFrom().item(true);
    }

    @Override
    public Uni<Pulse> pulse(Slice slice) {
        return Uni.createFrom().item(new Pulse(0, 0, null));
    }

    @Override
    public Uni<Long> samplesAtMost(Slice slice, Resolution resolution) {
        return Uni.createFrom().item(0L);
    }

    @Override
    public Uni<SampleWindow> window(Slice slice) {
        return Uni.createFrom().item(new SampleWindow(new Pulse(0, 0, null), List.of()));
    }

    @Override
    public Uni<RolledUpWindow> rolledUp(Slice slice, Resolution coarsest) {
        throw new UnsupportedOperationException("no samples, no rollups");
    }

    @Override
    public Uni<Map<UUID, RunTally>> talliesByRun(Collection<UUID> runIds, Instant since) {
        return Uni.createFrom()
                .item(runIds.stream().filter(stored::containsKey).collect(Collectors.toMap(id -> id, stored::get)));
    }

    @Override
    public Uni<Void> deleteCampaign(UUID campaignId) {
        return Uni.createFrom().voidItem().invoke(() -> deleted.add(campaignId));
    }
}
