package dev.evenkeel.ranking;

import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.samples.Pulse;
import dev.evenkeel.samples.RolledUpWindow;
import dev.evenkeel.samples.RunTally;
import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.samples.SampleWindow;
import dev.evenkeel.samples.Slice;
import dev.evenkeel.samples.WindowSample;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        return Instant.EPOCH;
    }

    @Override
    public Uni<Boolean> isSummedUp(Slice slice) {
        return Uni.createFrom().item(true);
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
        return Uni.createFrom().item(0L);
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
        throw new UnsupportedOperationException("few samples are read themselves");
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
