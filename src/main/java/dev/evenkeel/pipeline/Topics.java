package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.Vantage;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The topics by name. Each has a dead-letter topic beside it. */
final class Topics {
    /** One message per round, keyed by run, to the probers at the default vantage. */
    static final String PROBE_REQUESTS = "evenkeel.probe-requests";

    /** One message per sample, keyed by target, and one per round that was not probed, keyed by run. */
    static final String SAMPLES = "evenkeel.samples";

    private Topics() {}

    /** Those of another vantage have a topic of their own; all share one of dead letters. */
    static String probeRequests(String vantage) {
        return vantage.equals(Vantage.DEFAULT) ? PROBE_REQUESTS : PROBE_REQUESTS + "." + vantage;
    }

    static String deadLettersOf(String topic) {
        return (topic.startsWith(PROBE_REQUESTS) ? PROBE_REQUESTS : topic) + ".dlq";
    }

    /** Those that are read, and whose records may become dead letters. */
    static List<String> read(Collection<String> vantages) {
        return Stream.concat(vantages.stream().map(Topics::probeRequests), Stream.of(SAMPLES))
                .toList();
    }

    static List<String> all(Collection<String> vantages) {
        return Stream.concat(read(vantages).stream(), Stream.of(deadLettersOf(PROBE_REQUESTS), deadLettersOf(SAMPLES)))
                .toList();
    }
}
