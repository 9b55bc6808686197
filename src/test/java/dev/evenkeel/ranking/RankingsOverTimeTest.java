package dev.evenkeel.ranking;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;

import dev.evenkeel.Api;
import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.measurement.SampleFixture;
import dev.evenkeel.pipeline.ReceivedSample;
import dev.evenkeel.pipeline.SampleSink;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.hamcrest.CustomMatcher;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A campaign with a day of samples, more of them than there are rollups. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class RankingsOverTimeTest {
    private static final String CAMPAIGN = "/api/v1/campaigns/over-time";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 1_000;

    @Inject
    SampleSink sink;

    @Inject
    Pool pool;

    private final UUID run = UUID.randomUUID();
    private final Instant now = Instant.now();
    private UUID campaign = new UUID(0, 0);
    private Map<String, UUID> targets = Map.of();

    @BeforeEach
    void aDayOfSamples() {
        URI nowhere = URI.create("http://127.0.0.1:1/v1");
        Api.putProvider("time-a", nowhere);
        Api.putProvider("time-b", nowhere);
        Api.putCampaign("over-time", "kimi", "\"ranking\": {\"statistic\": \"p95\"}", "time-a", "time-b");
        campaign = id("select id from campaign where name = 'over-time'");
        targets = new TreeMap<>();
        for (String provider : List.of("time-a", "time-b")) {
            targets.put(provider, id("select t.id from campaign_target t where provider = '" + provider + "'"));
        }
        store(0, ROUNDS);
    }

    @AfterEach
    void nothingIsLeft() {
        given().delete(CAMPAIGN);
    }

    @Test
    void aDayIsRankedByItsRollupsAndTellsWhatItsSamplesTell() {
        List<Double> exact = new ArrayList<>();
        pool.preparedQuery("select percentile_disc(0.95) within group (order by ttft_ns) / 1e6 as p95 from sample where"
                        + " campaign_id = $1 group by target_id order by 1")
                .execute(Tuple.of(campaign))
                .await()
                .atMost(PATIENCE)
                .forEach(row -> exact.add(row.getDouble("p95")));

        ranking("")
                .statusCode(200)
                .body("quantileErrorBound", equalTo(0.005f))
                .body("entries.target.provider", equalTo(List.of("time-a", "time-b")))
                .body("entries.n", equalTo(List.of(ROUNDS, ROUNDS)))
                .body("entries.tieGroup", equalTo(List.of(1, 2)))
                .body("entries[0].ttftMs.p95", number(exact.get(0)))
                .body("entries[1].ttftMs.p95", number(exact.get(1)))
                .body("entries[0].ttftMs.intervals.p95", hasSize(2))
                .body("resampling.cellLength", equalTo("PT5M"))
                .body("unranked", empty());
    }

    @Test
    void anAnswerChangesItsTagWithItsSamplesAlone() {
        String tag = ranking("").extract().header("ETag");

        given().header("If-None-Match", tag).get(CAMPAIGN + "/rankings").then().statusCode(304);
        store(ROUNDS, ROUNDS + 1);

        await().atMost(PATIENCE)
                .untilAsserted(() -> given().header("If-None-Match", tag)
                        .get(CAMPAIGN + "/rankings")
                        .then()
                        .statusCode(200)
                        .body("revision", equalTo(2 * ROUNDS + 2)));
    }

    @Test
    void thePastIsRankedAsItWasKnownUpToThen() {
        Instant sixHoursAgo = now.minus(Duration.ofHours(6));

        ranking("?asOf=" + sixHoursAgo)
                .statusCode(200)
                .body("asOf", equalTo(sixHoursAgo.toString()))
                .body("entries", hasSize(2))
                .body("entries[0].n", allOf(greaterThan(ROUNDS / 2), lessThan(ROUNDS)));
        ranking("?asOf=" + now.plus(Duration.ofDays(1))).statusCode(422).body("violations.field", hasItem("asOf"));
    }

    @Test
    void theLongRunIsNotOfferedByOneDay() {
        ranking("?intervalsFor=longRun&window=PT6H")
                .statusCode(200)
                .body("intervalsFor", equalTo("LONG_RUN"))
                .body("longRun.autocorrelationTime", notNullValue())
                .body("longRun.blockLength", notNullValue());
    }

    @Test
    void historyTellsEachStepAsARankingOfItsOwn() {
        given().get(CAMPAIGN + "/rankings/history?step=PT1H")
                .then()
                .statusCode(200)
                .body("step", equalTo("PT1H"))
                .body("statistic", equalTo("p95"))
                .body("points", hasSize(24))
                .body("points[20].entries.target.provider", equalTo(List.of("time-a", "time-b")))
                .body("points[20].entries[0].rank", equalTo(1))
                .body("points[20].entries[0].n", greaterThan(30))
                .body("points[20].entries[0].value", notNullValue())
                .body("points[20].entries[0].interval", hasSize(2));
        given().get(CAMPAIGN + "/rankings/history?step=PT7M")
                .then()
                .statusCode(422)
                .body("violations.field", hasItem("step"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT30M", "PT1H", "PT6H"})
    void aStepIsTheRankingOfItsWindowAsOfItsEnd(String step) {
        JsonPath history = given().get(CAMPAIGN + "/rankings/history?step=" + step + "&from="
                        + now.minus(Duration.ofHours(20)) + "&to=" + now.minus(Duration.ofHours(6)))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(history.getList("points")).hasSizeBetween(1, 28);
        String point = "points[" + (history.getList("points").size() - 1) + "]";

        JsonPath ranking = ranking("?window=" + step + "&asOf=" + history.getString(point + ".to"))
                .statusCode(200)
                .extract()
                .jsonPath();

        // Half an hour has fewer samples than a ranking of it asks for, and enough for a step.
        String ranked = step.equals("PT30M") ? "unranked" : "entries";
        assertThat(ranking.getString("from")).isEqualTo(history.getString(point + ".from"));
        assertThat(ranking.getString("to")).isEqualTo(history.getString(point + ".to"));
        assertThat(history.<Integer>getList(point + ".entries.n")).isEqualTo(ranking.getList(ranked + ".n"));
        assertThat(history.<Object>getList(point + ".entries.interval"))
                .hasSize(2)
                .doesNotContainNull();
        if (ranked.equals("entries")) {
            for (String field : List.of("target", "rank", "tieGroup", "rankLow", "rankHigh")) {
                assertThat(history.<Object>getList(point + ".entries." + field))
                        .as(field)
                        .isEqualTo(ranking.getList("entries." + field));
            }
            assertThat(history.<Object>getList(point + ".entries.value"))
                    .isEqualTo(ranking.getList("entries.ttftMs.p95"));
            assertThat(history.<Object>getList(point + ".entries.interval"))
                    .isEqualTo(ranking.getList("entries.ttftMs.intervals.p95"));
        }
    }

    @Test
    void aHistoryThatTheClientHasIsNotSentAgain() {
        String history = CAMPAIGN + "/rankings/history?step=PT1H&to=" + now;
        String tag = given().get(history).then().statusCode(200).extract().header("ETag");

        given().header("If-None-Match", tag).get(history).then().statusCode(304);
        store(ROUNDS, ROUNDS + 1);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        given().header("If-None-Match", tag).get(history).then().statusCode(200));
    }

    @Test
    void whatIsNoLongerKeptSoFineIsSaid() {
        given().get(CAMPAIGN + "/rankings/history?step=PT1H&from=" + now.minus(Duration.ofDays(60)) + "&to="
                        + now.minus(Duration.ofDays(59)))
                .then()
                .statusCode(422)
                .body("violations.field", hasItem("step"));
        given().get(CAMPAIGN + "/rankings/history?step=P1D&from=" + now.minus(Duration.ofDays(150)) + "&to="
                        + now.minus(Duration.ofDays(148)))
                .then()
                .statusCode(200)
                .body("points", hasSize(1))
                .body("points[0].unranked.reason", equalTo(List.of("TOO_FEW_SAMPLES", "TOO_FEW_SAMPLES")));
    }

    @Test
    void aHeadIsAnsweredLikeItsGetWithoutABody() {
        var got = ranking("").statusCode(200).extract();

        given().head(CAMPAIGN + "/rankings")
                .then()
                .statusCode(200)
                .header("ETag", got.header("ETag"))
                .header("Cache-Control", "no-cache");
    }

    @Test
    void aChangeOfTheCampaignIsSeenAtOnce() {
        ranking("").body("minSamples", equalTo(30));

        given().contentType(ContentType.JSON)
                .body("{\"model\": \"kimi\", \"targets\": [{\"provider\": \"time-a\", \"model\": \"kimi\"}],"
                        + " \"schedule\": {\"manual\": true}, \"ranking\": {\"minSamples\": 31}}")
                .put(CAMPAIGN)
                .then()
                .statusCode(200);

        ranking("").body("minSamples", equalTo(31)).body("entries", hasSize(1));
        given().delete(CAMPAIGN).then().statusCode(204);
        ranking("").statusCode(404);
    }

    @Test
    void whoFollowsHearsOfTheRankingAndOfEachChangeUntilTheCampaignIsGone() {
        try (Stream<String> lines = follow(null)) {
            Iterator<String> events = lines.iterator();
            assertThat(next(events, "id: ")).isEqualTo("id: " + 2 * ROUNDS);
            assertThat(next(events, "data: ")).contains("\"campaign\":\"over-time\"");

            store(ROUNDS, ROUNDS + 1);

            assertThat(next(events, "id: ")).isEqualTo("id: " + (2 * ROUNDS + 2));
            given().delete(CAMPAIGN).then().statusCode(204);
            assertThat(next(events, "event: end")).isEqualTo("event: end");
            events.forEachRemaining(line -> assertThat(line).isIn("data: {\"reason\":\"GONE\"}", ""));
        }
    }

    @Test
    void whoHasTheRankingHearsOfNothingButChanges() {
        try (Stream<String> lines = follow(String.valueOf(2 * ROUNDS))) {
            Iterator<String> events = lines.iterator();
            assertThat(next(events, ":")).startsWith(": ");

            store(ROUNDS, ROUNDS + 1);

            assertThat(next(events, "id: ")).isEqualTo("id: " + (2 * ROUNDS + 2));
        }
    }

    @Test
    void rollupsAreCheckedOnRequest() {
        given().post(CAMPAIGN + "/rollups/check")
                .then()
                .statusCode(200)
                .body("checked", greaterThan(400))
                .body("differing", equalTo(0))
                .body("repaired", equalTo(0));
        pool.query(
                        "update rollup set summary = (select summary from rollup order by samples desc limit 1) where step_s ="
                                + " 300 and campaign_id = '" + campaign
                                + "' and starts_at = (select min(starts_at) from rollup where"
                                + " campaign_id = '" + campaign
                                + "' and step_s = 300 and starts_at > now() - interval '20 hours')")
                .execute()
                .await()
                .atMost(PATIENCE);

        given().post(CAMPAIGN + "/rollups/check?repair=true")
                .then()
                .statusCode(200)
                .body("differing", equalTo(2))
                .body("repaired", equalTo(2))
                .body("differences.step", hasItem("PT5M"))
                .body("differences[0].target.provider", notNullValue());

        given().post(CAMPAIGN + "/rollups/check").then().body("differing", equalTo(0));
        given().post(CAMPAIGN + "/rollups/check?repair=maybe").then().statusCode(422);
    }

    private static Matcher<?> number(double exact) {
        return new CustomMatcher<Number>("within half a per cent of " + exact) {
            @Override
            public boolean matches(Object actual) {
                return closeTo(exact, 0.00501 * exact).matches(((Number) actual).doubleValue());
            }
        };
    }

    private static ValidatableResponse ranking(String query) {
        return given().get(CAMPAIGN + "/rankings" + query).then();
    }

    private Stream<String> follow(@Nullable String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + CAMPAIGN + "/rankings/events"))
                .timeout(PATIENCE);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<Stream<String>> response =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String next(Iterator<String> lines, String start) {
        String line = lines.next();
        while (!line.startsWith(start)) {
            line = lines.next();
        }
        return line;
    }

    /** The rounds of a day, the last an hour ago; target b has a fatter tail. */
    private void store(int from, int to) {
        List<ReceivedSample> samples = new ArrayList<>();
        for (int round = from; round < to; round++) {
            Instant at = now.minus(Duration.ofHours(23)).plusSeconds(round * 80_000L / ROUNDS);
            for (var target : targets.entrySet()) {
                boolean tail = target.getKey().equals("time-b") && round % 10 == 0;
                long ttftNs = (200 + round * 37L % 101) * 1_000_000 * (tail ? 3 : 1);
                samples.add(new ReceivedSample(
                        SampleFixture.sample()
                                .of(campaign, run, target.getValue())
                                .inRound(round)
                                .at(at)
                                .taking(ttftNs)
                                .build(),
                        0,
                        round));
            }
        }
        assertThat(sink.store(samples, List.of()).await().atMost(PATIENCE)).isEmpty();
    }

    private UUID id(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getUUID("id");
    }
}
