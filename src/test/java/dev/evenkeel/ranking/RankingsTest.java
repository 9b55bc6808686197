package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violation;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.samples.Pulse;
import dev.evenkeel.samples.RolledUpWindow;
import dev.evenkeel.samples.RunTally;
import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.samples.SampleWindow;
import dev.evenkeel.samples.Slice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RankingsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RankingParameters AS_THE_CAMPAIGN =
            RankingParameters.parse(null, null, null, null, null, null, null);
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

    private final Probes probes = new Probes().ok("a", ttft(60)).ok("b", ttft(60));
    private final OneCampaign store = new OneCampaign(probes);
    private final RankingThreads threads = new RankingThreads(config(Map.of()));
    private final RankingResource resource = resource(threads);

    @AfterEach
    void stop() {
        threads.stop();
    }

    @Test
    void whatIsNotAskedForIsAsTheCampaignHasIt() {
        RestResponse<byte[]> response = get("kimi", null, null, null, null);

        JsonNode ranking = json(response);
        assertThat(ranking.get("metric").textValue()).isEqualTo("ttft");
        assertThat(ranking.get("statistic").textValue()).isEqualTo("cv");
        assertThat(ranking.get("window").textValue()).isEqualTo("PT24H");
        assertThat(store.asked).isEqualTo("3 reuse 2026-11-23T12:05:00Z 2026-11-24T12:05:00Z");
    }

    @Test
    void theQueryOverridesTheCampaign() {
        JsonNode ranking = json(get("kimi", "PT1H", "latency", "p95", null));

        assertThat(ranking.get("metric").textValue()).isEqualTo("latency");
        assertThat(ranking.get("statistic").textValue()).isEqualTo("p95");
        assertThat(store.asked).isEqualTo("3 reuse 2026-11-24T11:05:00Z 2026-11-24T12:05:00Z");
    }

    @Test
    void aCampaignOnNewConnectionsAloneIsRankedByThem() {
        probes.on(Connections.FRESH);

        JsonNode ranking = json(get("kimi", null, null, null, null));

        assertThat(ranking.get("connection").textValue()).isEqualTo("fresh");
        assertThat(store.asked).startsWith("3 fresh ");
    }

    @Test
    void everyParameterThatIsNotUnderstoodIsNamed() {
        var problem =
                catchThrowableOfType(ProblemException.class, () -> get("kimi", "yesterday", "speed", "median", null));

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.violations()).extracting(Violation::field).containsExactly("window", "metric", "statistic");
    }

    @Test
    void windowsAreFromAMinuteTo31Days() {
        assertThatThrownBy(() -> RankingParameters.parse("PT59S", null, null, null, null, null, null))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> RankingParameters.parse("P32D", null, null, null, null, null, null))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> RankingParameters.parse("-PT1H", null, null, null, null, null, null))
                .isInstanceOf(ProblemException.class);
        assertThat(RankingParameters.parse("PT1M", null, null, null, null, null, null)
                        .window())
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(RankingParameters.parse("P31D", null, null, null, null, null, null)
                        .window())
                .isEqualTo(Duration.ofDays(31));
    }

    @Test
    void aCampaignThatThereIsNotIsNotFound() {
        var unknown = catchThrowableOfType(ProblemException.class, () -> get("other", null, null, null, null));
        var impossible = catchThrowableOfType(ProblemException.class, () -> get("../é", null, null, null, null));

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(impossible.status()).isEqualTo(404);
    }

    @Test
    void anAnswerThatTheClientHasIsNotSentAgain() {
        String tag = get("kimi", null, null, null, null).getHeaderString("ETag");

        RestResponse<byte[]> again = get("kimi", null, null, null, "\"other\", " + tag);

        assertThat(tag).startsWith("W/\"2-412-0-1795521900-");
        assertThat(again.getStatus()).isEqualTo(304);
        assertThat(again.getEntity()).isNull();
        assertThat(again.getHeaderString("ETag")).isEqualTo(tag);
    }

    @Test
    void anotherQuestionOrRevisionHasAnotherTag() {
        String tag = get("kimi", null, null, null, null).getHeaderString("ETag");

        String ofP95 = get("kimi", null, null, "p95", null).getHeaderString("ETag");
        probes.failed("b", Outcome.EMPTY, 1, 200, "no token");
        store.revision++;
        RestResponse<byte[]> later = get("kimi", null, null, null, tag);

        assertThat(ofP95).isNotEqualTo(tag);
        assertThat(later.getStatus()).isEqualTo(200);
        assertThat(later.getHeaderString("ETag")).isNotEqualTo(tag);
    }

    @Test
    void anAnswerThatHasNotChangedIsNeitherReadNorComputedAgain() {
        RankingCache cache = cache(threads, new RankingMetrics(new SimpleMeterRegistry()), "PT0S");
        RankingCache.Answer first = answer(cache);
        int reads = store.reads;

        RankingCache.Answer again = answer(cache);
        store.revision++;
        RankingCache.Answer changed = answer(cache);

        assertThat(again).isSameAs(first);
        assertThat(reads).isEqualTo(1);
        assertThat(changed.tag()).isNotEqualTo(first.tag());
        assertThat(store.reads).isEqualTo(2);
    }

    @Test
    void whoAsksTheSameAtTheSameTimeIsAnsweredByOneComputation() throws Exception {
        RankingCache cache = cache(threads, new RankingMetrics(new SimpleMeterRegistry()), "PT0S");
        CountDownLatch release = new CountDownLatch(1);
        threads.execute(() -> awaitQuietly(release));
        threads.execute(() -> awaitQuietly(release));

        List<CompletableFuture<RankingCache.Answer>> asked = new ArrayList<>();
        for (int client = 0; client < 10; client++) {
            asked.add(
                    cache.current("kimi", AS_THE_CAMPAIGN).chain(cache::answer).subscribeAsCompletionStage());
        }
        asked.remove(0).cancel(true);
        release.countDown();

        for (CompletableFuture<RankingCache.Answer> one : asked) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isSameAs(asked.get(0).get(20, TimeUnit.SECONDS));
        }
        assertThat(store.reads).isEqualTo(1);
    }

    @Test
    void aFailureIsNotKept() {
        RankingCache cache = cache(threads, new RankingMetrics(new SimpleMeterRegistry()), "PT1M");
        store.broken = true;
        assertThatThrownBy(() -> answer(cache)).hasMessage("away");

        store.broken = false;

        assertThat(answer(cache).revision()).isEqualTo(412);
    }

    @Test
    void forAMomentTheStoreIsNotAskedWhetherAnythingHasChanged() {
        RankingCache cache = cache(threads, new RankingMetrics(new SimpleMeterRegistry()), "PT1M");
        RankingCache.Answer first = answer(cache);

        store.revision++;

        assertThat(answer(cache)).isSameAs(first);
    }

    private static RankingCache.Answer answer(RankingCache cache) {
        return cache.current("kimi", AS_THE_CAMPAIGN)
                .chain(cache::answer)
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void anEarlierVersionIsOfTheTargetsThatAnsweredThen() {
        probes.failed("c", Outcome.EMPTY, 1, 200, "no token").removed("b").unasked("d");

        JsonNode ranking = json(version("2"));

        assertThat(ranking.get("specVersion").intValue()).isEqualTo(2);
        assertThat(store.asked).startsWith("2 reuse ");
        assertThat(providers(ranking.get("entries"))).containsExactly("a", "b");
        assertThat(providers(ranking.get("unranked"))).containsExactly("c");
    }

    @Test
    void theVersionInForceIsOfTheTargetsInForce() {
        probes.removed("b").unasked("d");

        JsonNode ranking = json(version("3"));

        assertThat(providers(ranking.get("entries"))).containsExactly("a");
        assertThat(providers(ranking.get("unranked"))).containsExactly("d");
    }

    @Test
    void aVersionThatThereNeverWasIsNamed() {
        for (String never : List.of("4", "0", "-1", "first", "9999999999")) {
            var problem = catchThrowableOfType(ProblemException.class, () -> version(never));

            assertThat(problem.status()).isEqualTo(422);
            assertThat(problem.violations()).extracting(Violation::field).containsExactly("specVersion");
        }
    }

    @Test
    void anotherVersionHasAnotherTag() {
        String tag = version("3").getHeaderString("ETag");

        assertThat(get("kimi", null, null, null, null).getHeaderString("ETag")).isEqualTo(tag);
        assertThat(version("2").getHeaderString("ETag")).isNotEqualTo(tag);
    }

    @Test
    void rankingIsNotComputedOnTheCallersThread() {
        var computedBy = new AtomicReference<>("");
        Rankings rankings = rankings(threads);

        rankings.question("kimi", RankingParameters.parse(null, null, null, null, null, null, null))
                .chain(rankings::answer)
                .invoke(() -> computedBy.set(Thread.currentThread().getName()))
                .await()
                .atMost(PATIENCE);

        assertThat(computedBy.get()).startsWith("ranking-");
    }

    @Test
    void moreThanCanWaitIsRefusedForNow() throws Exception {
        var full = new RankingThreads(config(Map.of("evenkeel.ranking.threads", "1", "evenkeel.ranking.queue", "1")));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        full.execute(() -> {
            started.countDown();
            awaitQuietly(release);
        });
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        full.execute(() -> awaitQuietly(release));

        var problem = catchThrowableOfType(
                ProblemException.class,
                () -> resource(full)
                        .ranking("kimi", null, null, null, null, null, null, null, null)
                        .await()
                        .atMost(PATIENCE));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        release.countDown();
        full.stop();
    }

    @Test
    void theDefaultsAreTwoThreadsAQueueOf64AndFivePercent() {
        RankingConfig defaults = config(Map.of());

        assertThat(defaults.threads()).isEqualTo(2);
        assertThat(defaults.queue()).isEqualTo(64);
        assertThat(defaults.minPracticalDifference()).isEqualTo(0.05);
    }

    private RestResponse<byte[]> get(
            String name,
            @Nullable String window,
            @Nullable String metric,
            @Nullable String statistic,
            @Nullable String ifNoneMatch) {
        return resource.ranking(name, window, metric, statistic, null, null, null, null, ifNoneMatch)
                .await()
                .atMost(PATIENCE);
    }

    private RestResponse<byte[]> version(String specVersion) {
        return resource.ranking("kimi", null, null, null, specVersion, null, null, null, null)
                .await()
                .atMost(PATIENCE);
    }

    private static JsonNode json(RestResponse<byte[]> response) {
        try {
            return JSON.readTree(response.getEntity());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> providers(JsonNode targets) {
        List<String> providers = new ArrayList<>();
        targets.forEach(
                entry -> providers.add(entry.get("target").get("provider").textValue()));
        return providers;
    }

    private RankingResource resource(RankingThreads on) {
        var metrics = new RankingMetrics(new SimpleMeterRegistry());
        return new RankingResource(cache(on, metrics, "PT0S"), metrics);
    }

    private RankingCache cache(RankingThreads on, RankingMetrics metrics, String freshness) {
        return new RankingCache(rankings(on), JSON, metrics, config(Map.of("evenkeel.ranking.freshness", freshness)));
    }

    private Rankings rankings(RankingThreads on) {
        var setup = new RankingSetup(Clock.fixed(Probes.ASKED_AT, ZoneOffset.UTC), Probes.LADDER, config(Map.of()));
        return new Rankings(store::rankable, new EvidenceReader(store), setup, on);
    }

    private static RankingConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(RankingConfig.class)
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withDefaultValues(values)
                .build()
                .getConfigMapping(RankingConfig.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double[] ttft(int n) {
        double[] ttft = new double[n];
        Arrays.setAll(ttft, i -> 200 + 7 * (i % 13));
        return ttft;
    }

    private static final class OneCampaign implements SampleLog {
        private final Probes probes;
        private long revision = 412;
        private int reads;
        private boolean broken;
        private String asked = "";

        OneCampaign(Probes probes) {
            this.probes = probes;
        }

        Uni<Optional<RankableCampaign>> rankable(String name) {
            return Uni.createFrom()
                    .item(Optional.of(probes.campaign()).filter(c -> c.name().equals(name)));
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
            return broken
                    ? Uni.createFrom().failure(new IllegalStateException("away"))
                    : Uni.createFrom().item(new Pulse(revision, 0, null));
        }

        @Override
        public Uni<Long> samplesAtMost(Slice slice, Resolution resolution) {
            return Uni.createFrom().item(0L);
        }

        @Override
        public Uni<SampleWindow> window(Slice slice) {
            reads++;
            asked = slice.specVersion() + " " + slice.arm().key() + " " + slice.from() + " " + slice.to();
            return Uni.createFrom()
                    .item(new SampleWindow(
                            new Pulse(revision, 0, null), probes.window().samples()));
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
}
