package dev.evenkeel.campaign;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What the scheduler tells Prometheus. Counters count decisions of this process alone: sum them over replicas. */
@Singleton
final class SchedulerMetrics {
    private static final String FIRINGS = "evenkeel.firings";
    private static final String ROUNDS = "evenkeel.rounds";
    private static final String RUNS_CLOSED = "evenkeel.runs.closed";

    private final MeterRegistry registry;
    private final Timer lateness;

    SchedulerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.lateness = Timer.builder("evenkeel.firing.lateness")
                .description("How much later than its schedule says, jitter included, a run's first round is asked")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(registry);
        for (FiringDecision decision : FiringDecision.values()) {
            firings(decision, 0);
        }
        for (RoundFate fate : RoundFate.values()) {
            rounds(fate, 0);
        }
        closed(RunState.COMPLETED, 0);
        closed(RunState.INCOMPLETE, 0);
    }

    /** What became of firings. */
    enum FiringDecision {
        RUN,
        BUFFERED,
        SKIPPED,
        MISSED,
        STOPPED_BY_BUDGET
    }

    /** What became of rounds. */
    enum RoundFate {
        PUBLISHED,
        TOO_LATE,
        NOT_PUBLISHED,
        STOPPED_BY_BUDGET
    }

    void firings(FiringDecision decision, long count) {
        registry.counter(FIRINGS, "decision", decision.name()).increment((double) count);
    }

    void lateness(Duration late) {
        lateness.record(late);
    }

    void rounds(RoundFate fate, long count) {
        registry.counter(ROUNDS, "fate", fate.name()).increment((double) count);
    }

    void closed(RunState state, long count) {
        registry.counter(RUNS_CLOSED, "state", state.name()).increment((double) count);
    }
}
