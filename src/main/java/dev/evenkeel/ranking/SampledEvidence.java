package dev.evenkeel.ranking;

import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.WindowSample;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The samples of a window themselves. Exact. */
record SampledEvidence(List<WindowSample> samples) implements Evidence {
    SampledEvidence {
        samples = List.copyOf(samples);
    }

    @Override
    public List<TargetWindow> targets(Map<UUID, TargetRef> asked) {
        Map<UUID, List<WindowSample>> byTarget =
                samples.stream().collect(Collectors.groupingBy(WindowSample::targetId));
        return asked.entrySet().stream()
                .<TargetWindow>map(
                        entry -> new SampledTarget(entry.getValue(), byTarget.getOrDefault(entry.getKey(), List.of())))
                .toList();
    }

    @Override
    public Set<UUID> answered() {
        return samples.stream().map(WindowSample::targetId).collect(Collectors.toSet());
    }

    @Override
    public Instrument instrument() {
        return Instrument.of(samples);
    }

    @Override
    public double quantileErrorBound() {
        return 0;
    }
}
