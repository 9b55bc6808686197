package dev.evenkeel.ranking;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/** What answers questions about rankings, put together as the service does, over one store and a clock that moves when told to. */
final class RankingParts implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final SettableClock clock = new SettableClock();
    final RankingSetup setup;
    final RankingThreads threads;
    final Rankings rankings;
    final RankingLookUps lookUps;
    final RankingCache cache;
    final RankingResource resource;
    final RankingEvents events;
    final RankingHistory history;

    RankingParts(OneCampaign store, Map<String, String> settings) {
        RankingConfig config = config(settings);
        setup = new RankingSetup(clock, Probes.LADDER, config);
        var counted = new RankingMetrics(metrics);
        threads = new RankingThreads(config);
        rankings = new Rankings(store::rankable, new EvidenceReader(store, Probes.LADDER), setup, threads);
        lookUps = new RankingLookUps(rankings, setup, config);
        cache = new RankingCache(rankings, setup, JSON, counted, config);
        resource = new RankingResource(lookUps, cache, new RankingResponses(counted));
        events = new RankingEvents(lookUps, cache, config);
        history = new RankingHistory(lookUps, rankings, cache, new StepReader(store), setup);
    }

    /** With which every question is looked up anew. */
    static RankingParts neverFresh(OneCampaign store) {
        return new RankingParts(store, Map.of("evenkeel.ranking.freshness", "PT0S"));
    }

    double answers(String how) {
        return metrics.counter("evenkeel.ranking.answers", "how", how).count();
    }

    static RankingConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(RankingConfig.class)
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(RankingConfig.class);
    }

    @Override
    public void close() {
        threads.stop();
    }

    static final class SettableClock extends Clock {
        private volatile Instant now = Probes.ASKED_AT;

        void set(Instant instant) {
            now = instant;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
