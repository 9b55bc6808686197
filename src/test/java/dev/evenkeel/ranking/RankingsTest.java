package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violation;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.samples.RunTally;
import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.samples.SampleWindow;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RankingsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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
        RestResponse<RankingView> response = get("kimi", null, null, null, null);

        RankingView ranking = response.getEntity();
        assertThat(ranking.metric()).isEqualTo("ttft");
        assertThat(ranking.statistic()).isEqualTo("cv");
        assertThat(ranking.window()).isEqualTo("PT24H");
        assertThat(store.asked).isEqualTo("3 reuse 2026-11-23T12:00:00Z 2026-11-24T12:00:00Z");
    }

    @Test
    void theQueryOverridesTheCampaign() {
        RankingView ranking = get("kimi", "PT1H", "latency", "p95", null).getEntity();

        assertThat(ranking.metric()).isEqualTo("latency");
        assertThat(ranking.statistic()).isEqualTo("p95");
        assertThat(store.asked).isEqualTo("3 reuse 2026-11-24T11:00:00Z 2026-11-24T12:00:00Z");
    }

    @Test
    void aCampaignOnNewConnectionsAloneIsRankedByThem() {
        probes.on(Connections.FRESH);

        RankingView ranking = get("kimi", null, null, null, null).getEntity();

        assertThat(ranking.connection()).isEqualTo("fresh");
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
        assertThatThrownBy(() -> RankingParameters.parse("PT59S", null, null, null, null))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> RankingParameters.parse("P32D", null, null, null, null))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> RankingParameters.parse("-PT1H", null, null, null, null))
                .isInstanceOf(ProblemException.class);
        assertThat(RankingParameters.parse("PT1M", null, null, null, null).window())
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(RankingParameters.parse("P31D", null, null, null, null).window())
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

        RestResponse<RankingView> again = get("kimi", null, null, null, "\"other\", " + tag);

        assertThat(tag).startsWith("W/\"1-412-1795521600-");
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
        RestResponse<RankingView> later = get("kimi", null, null, null, tag);

        assertThat(ofP95).isNotEqualTo(tag);
        assertThat(later.getStatus()).isEqualTo(200);
        assertThat(later.getHeaderString("ETag")).isNotEqualTo(tag);
    }

    @Test
    void anEarlierVersionIsOfTheTargetsThatAnsweredThen() {
        probes.failed("c", Outcome.EMPTY, 1, 200, "no token").removed("b").unasked("d");

        RankingView ranking = version("2").getEntity();

        assertThat(ranking.specVersion()).isEqualTo(2);
        assertThat(store.asked).startsWith("2 reuse ");
        assertThat(ranking.entries())
                .extracting(entry -> entry.target().provider())
                .containsExactly("a", "b");
        assertThat(ranking.unranked())
                .extracting(unranked -> unranked.target().provider())
                .containsExactly("c");
    }

    @Test
    void theVersionInForceIsOfTheTargetsInForce() {
        probes.removed("b").unasked("d");

        RankingView ranking = version("3").getEntity();

        assertThat(ranking.entries())
                .extracting(entry -> entry.target().provider())
                .containsExactly("a");
        assertThat(ranking.unranked())
                .extracting(unranked -> unranked.target().provider())
                .containsExactly("d");
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

        rankings.evidence("kimi", RankingParameters.parse(null, null, null, null, null))
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
                        .ranking("kimi", null, null, null, null, null, null)
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

    private RestResponse<RankingView> get(
            String name,
            @Nullable String window,
            @Nullable String metric,
            @Nullable String statistic,
            @Nullable String ifNoneMatch) {
        return resource.ranking(name, window, metric, statistic, null, null, ifNoneMatch)
                .await()
                .atMost(PATIENCE);
    }

    private RestResponse<RankingView> version(String specVersion) {
        return resource.ranking("kimi", null, null, null, specVersion, null, null)
                .await()
                .atMost(PATIENCE);
    }

    private RankingResource resource(RankingThreads on) {
        return new RankingResource(rankings(on));
    }

    private Rankings rankings(RankingThreads on) {
        return new Rankings(store::rankable, store, Clock.fixed(Probes.ASKED_AT, ZoneOffset.UTC), config(Map.of()), on);
    }

    private static RankingConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(RankingConfig.class)
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
        private String asked = "";

        OneCampaign(Probes probes) {
            this.probes = probes;
        }

        Uni<Optional<RankableCampaign>> rankable(String name) {
            return Uni.createFrom()
                    .item(Optional.of(probes.campaign()).filter(c -> c.name().equals(name)));
        }

        @Override
        public Uni<SampleWindow> window(UUID campaignId, int specVersion, ConnectionArm arm, Instant from, Instant to) {
            asked = specVersion + " " + arm.key() + " " + from + " " + to;
            return Uni.createFrom()
                    .item(new SampleWindow(revision, probes.window().samples()));
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
