package dev.evenkeel.probe;

import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Sample;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the prober tells Prometheus: a view of the samples for alarms, not a source of rankings. Thread-safe. */
@Singleton
class ProbeMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Counter lost;
    private final Counter controlsRight;
    private final Counter controlsOff;
    private final Timer controlError;

    ProbeMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("evenkeel.probes.in.flight", inFlight, AtomicInteger::get)
                .description(
                        "Probes of this process that have been fired and have not ended, those that wait for a permit"
                                + " among them")
                .register(registry);
        this.lost = Counter.builder("evenkeel.samples.lost")
                .description("Samples that Kafka did not take in time: the run tells them as missed")
                .register(registry);
        this.controlsRight = controls(false);
        this.controlsOff = controls(true);
        this.controlError = Timer.builder("evenkeel.control.error")
                .description("How far the control's time to first token was measured wrongly")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(10_000))
                .maximumExpectedValue(Duration.ofSeconds(1))
                .register(registry);
        // There from the start: an alarm on a counter that appears at its first event misses that.
        for (MissedRound.Reason reason : MissedRound.Reason.values()) {
            missedCounter(reason);
        }
    }

    void fired(int probes) {
        inFlight.addAndGet(probes);
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    void lost() {
        lost.increment();
    }

    void missed(MissedRound.Reason reason) {
        missedCounter(reason).increment();
    }

    private Counter missedCounter(MissedRound.Reason reason) {
        return Counter.builder("evenkeel.rounds.missed")
                .description("Rounds that this prober held and did not probe")
                .tag("reason", reason.name())
                .register(registry);
    }

    /** On an event loop that times probes: what it counts with is there already. */
    void controlled(ControlReading reading) {
        (reading.off() ? controlsOff : controlsRight).increment();
        record(controlError, reading.errorNs() == null ? null : Long.valueOf(Math.abs(reading.errorNs())));
    }

    private Counter controls(boolean off) {
        return Counter.builder("evenkeel.controls")
                .description("Controls that were asked; one that is off makes its round suspect")
                .tag("off", Boolean.toString(off))
                .register(registry);
    }

    void observed(Sample sample) {
        registry.counter(
                        "evenkeel.probes",
                        "provider",
                        sample.target().provider(),
                        "outcome",
                        sample.outcome().name(),
                        "suspect",
                        Boolean.toString(sample.suspect()))
                .increment();
        Clocks clocks = sample.clocks();
        if (clocks != null) {
            record(schedulingDelay(), clocks.schedulingDelayNs());
            record(ttftOf(sample), sample.outcome() == Outcome.OK ? clocks.firstTokenNs() : null);
        }
    }

    private static void record(Timer timer, @Nullable Long nanos) {
        if (nanos != null) {
            timer.record(Duration.ofNanos(nanos));
        }
    }

    private Timer schedulingDelay() {
        return histogram(
                        "evenkeel.probe.scheduling.delay",
                        "From a round's instant to its probe's start: ours, not the provider's")
                .register(registry);
    }

    private Timer ttftOf(Sample sample) {
        return histogram("evenkeel.probe.ttft", "Time to first token of successful probes, connection set-up included")
                .tags(
                        "provider",
                        sample.target().provider(),
                        "model",
                        sample.target().model())
                .register(registry);
    }

    private static Timer.Builder histogram(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(2));
    }
}
