package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violation;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Statistic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RankingsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Probes probes = new Probes().ok("a", Probes.ttft(200, 60)).ok("b", Probes.ttft(200, 60));
    private final OneCampaign store = new OneCampaign(probes);
    private final RankingParts parts = RankingParts.neverFresh(store);

    @AfterEach
    void stop() {
        parts.close();
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
        assertThatThrownBy(() -> RankingParameters.parse("PT59S", null, null, null, null, null, null, null))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> RankingParameters.parse("P32D", null, null, null, null, null, null, null))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> RankingParameters.parse("-PT1H", null, null, null, null, null, null, null))
                .isInstanceOf(ProblemException.class);
        assertThat(RankingParameters.parse("PT1M", null, null, null, null, null, null, null)
                        .window())
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(RankingParameters.parse("P31D", null, null, null, null, null, null, null)
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

        assertThat(tag).startsWith("W/\"3-412-0-1795521900-");
        assertThat(again.getStatus()).isEqualTo(304);
        assertThat(again.getEntity()).isNull();
        assertThat(again.getHeaderString("ETag")).isEqualTo(tag);
    }

    @Test
    void instantsBeforeThereWasAnythingAreRefused() {
        var problem = catchThrowableOfType(
                ProblemException.class,
                () -> RankingParameters.parse(null, null, null, null, null, null, "-1000000000-01-01T00:00:00Z", null));

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.violations()).extracting(Violation::field).containsExactly("asOf");
    }

    @Test
    void anotherQuestionOrRevisionHasAnotherTag() {
        String tag = get("kimi", null, null, null, null).getHeaderString("ETag");

        String ofP95 = get("kimi", null, null, "p95", null).getHeaderString("ETag");
        probes.failed("b", Outcome.EMPTY, 1, 200, "no token");
        store.revise();
        RestResponse<byte[]> later = get("kimi", null, null, null, tag);

        assertThat(ofP95).isNotEqualTo(tag);
        assertThat(later.getStatus()).isEqualTo(200);
        assertThat(later.getHeaderString("ETag")).isNotEqualTo(tag);
    }

    @Test
    void anEarlierVersionIsOfTheTargetsThatAnsweredThen() {
        probes.failed("c", Outcome.EMPTY, 2, 200, "no token").removed("b").unasked("d");

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

        parts.rankings
                .answer(probes.question(Metric.TTFT, Statistic.P50))
                .invoke(() -> computedBy.set(Thread.currentThread().getName()))
                .await()
                .atMost(PATIENCE);

        assertThat(computedBy.get()).startsWith("ranking-");
    }

    @Test
    void moreThanCanWaitIsRefusedForNow() throws Exception {
        try (var full =
                new RankingParts(store, Map.of("evenkeel.ranking.threads", "1", "evenkeel.ranking.queue", "1"))) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            full.threads.execute(() -> {
                started.countDown();
                awaitQuietly(release);
            });
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            full.threads.execute(() -> awaitQuietly(release));

            var problem = catchThrowableOfType(
                    ProblemException.class,
                    () -> full.resource
                            .ranking("kimi", null, null, null, null, null, null, null, null, null)
                            .await()
                            .atMost(PATIENCE));

            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            release.countDown();
        }
    }

    @Test
    void theDefaultsAreAsDocumented() {
        RankingConfig defaults = RankingParts.config(Map.of());

        assertThat(defaults.threads()).isEqualTo(2);
        assertThat(defaults.queue()).isEqualTo(64);
        assertThat(defaults.minPracticalDifference()).isEqualTo(0.05);
        assertThat(defaults.freshness()).isEqualTo(Duration.ofSeconds(1));
        assertThat(defaults.cache().asLongValue()).isEqualTo(32L << 20);
        assertThat(defaults.maxFollowers()).isEqualTo(1_000);
        assertThat(defaults.heartbeat()).isEqualTo(Duration.ofSeconds(15));
    }

    private RestResponse<byte[]> get(
            String name,
            @Nullable String window,
            @Nullable String metric,
            @Nullable String statistic,
            @Nullable String ifNoneMatch) {
        return parts.resource
                .ranking(name, window, metric, statistic, null, null, null, null, null, ifNoneMatch)
                .await()
                .atMost(PATIENCE);
    }

    private RestResponse<byte[]> version(String specVersion) {
        return parts.resource
                .ranking("kimi", null, null, null, specVersion, null, null, null, null, null)
                .await()
                .atMost(PATIENCE);
    }

    private static JsonNode json(RestResponse<byte[]> response) {
        try {
            return RankingParts.JSON.readTree(response.getEntity());
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

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
