package dev.evenkeel.ranking;

import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.rollup.Observation;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.rollup.Rollup;
import dev.evenkeel.rollup.TargetRollup;
import dev.evenkeel.samples.Pulse;
import dev.evenkeel.samples.RolledUpWindow;
import dev.evenkeel.samples.RunTally;
import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.samples.SampleWindow;
import dev.evenkeel.samples.Slice;
import dev.evenkeel.samples.WindowSample;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** A store of one campaign and its few samples, that counts what it is asked. */
final class OneCampaign implements SampleLog {
    private final Probes probes;
    private Uni<Void> reading = Uni.createFrom().voidItem();
    Pulse pulse = new Pulse(412, 0, null);
    boolean deleted;
    boolean broken;
    int lookUps;
    int pulses;
    int reads;
    String asked = "";

    /** As many samples are said to be there. */
    long samplesAtMost;

    boolean summedUp = true;
    Instant keptSince = Instant.EPOCH;
    final List<Resolution> rolledUp = new ArrayList<>();

    OneCampaign(Probes probes) {
        this.probes = probes;
    }

    Uni<Optional<RankableCampaign>> rankable(String name) {
        lookUps++;
        return Uni.createFrom()
                .item(Optional.of(probes.campaign())
                        .filter(c -> !deleted && c.name().equals(name)));
    }

    /** One more sample came in, wherever. */
    void revise() {
        pulse = new Pulse(pulse.revision() + 1, pulse.incomplete(), pulse.earliest());
    }

    /** What is read comes once that does. */
    void readsAfter(Uni<Void> first) {
        reading = first;
    }

    @Override
    public Instant keptSince(Instant now) {
        return keptSince;
    }

    @Override
    public Uni<Boolean> isSummedUp(Slice slice) {
        return Uni.createFrom().item(summedUp);
    }

    @Override
    public Uni<Pulse> pulse(Slice slice) {
        pulses++;
        return broken
                ? Uni.createFrom().failure(new IllegalStateException("away"))
                : Uni.createFrom().item(pulse);
    }

    @Override
    public Uni<Long> samplesAtMost(Slice slice, Resolution resolution) {
        return Uni.createFrom().item(samplesAtMost);
    }

    @Override
    public Uni<SampleWindow> window(Slice slice) {
        reads++;
        asked = slice.specVersion() + " " + slice.arm().key() + " " + slice.from() + " " + slice.to();
        List<WindowSample> samples = probes.window().samples().stream()
                .filter(sample -> !sample.scheduledAt().isBefore(slice.from())
                        && sample.scheduledAt().isBefore(slice.to()))
                .sorted(Comparator.comparing(WindowSample::scheduledAt))
                .toList();
        return reading.map(come -> new SampleWindow(pulse, samples));
    }

    @Override
    public Uni<RolledUpWindow> rolledUp(Slice slice, Resolution coarsest) {
        rolledUp.add(coarsest);
        Map<UUID, SortedMap<Instant, List<Observation>>> byTarget = new TreeMap<>();
        probes.window()
                .samples()
                .forEach(sample -> byTarget.computeIfAbsent(sample.targetId(), id -> new TreeMap<>())
                        .computeIfAbsent(coarsest.floor(sample.scheduledAt()), at -> new ArrayList<>())
                        .add(sample.observation()));
        List<TargetRollup> rollups = new ArrayList<>();
        byTarget.forEach((target, byStart) -> byStart.forEach((start, observations) -> rollups.add(new TargetRollup(
                target, start, Buffer.buffer(Rollup.of(observations, Slo.NONE).bytes())))));
        rollups.sort(Comparator.comparing(TargetRollup::startsAt));
        return Uni.createFrom().item(new RolledUpWindow(pulse, rollups, List.of(), List.of()));
    }

    @Override
    public Uni<Optional<Instant>> storedSince() {
        throw new UnsupportedOperationException("a ranking deletes nothing");
    }

    @Override
    public Uni<Map<UUID, Instant>> askedToWait(Instant now) {
        throw new UnsupportedOperationException("a ranking asks nobody");
    }

    @Override
    public Uni<Map<UUID, RunTally>> talliesByRun(Collection<UUID> runIds, Instant since) {
        throw new UnsupportedOperationException("a ranking asks for no runs");
    }

    @Override
    public Uni<Void> deleteCampaign(UUID campaignId) {
        throw new UnsupportedOperationException("a ranking deletes nothing");
    }
}
