package dev.evenkeel.ranking;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.evenkeel.Api;
import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.samples.StoredSamples;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A campaign from two vantages: a is the faster one here, b from the other; a alone was once asked from a third. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class RankingVantagesTest {
    private static final String CAMPAIGN = "/api/v1/campaigns/places";

    @Inject
    Pool pool;

    private final OffsetDateTime hourAgo = OffsetDateTime.now(ZoneOffset.UTC).minusHours(1);

    @BeforeEach
    void bothTargetsAnsweredAtBoth() {
        URI nowhere = URI.create("http://127.0.0.1:1/v1");
        Api.putProvider("places-a", nowhere);
        Api.putProvider("places-b", nowhere);
        Api.putCampaign("places", "kimi", "\"description\": \"from two places\"", "places-a", "places-b");
        // Which vantages there are is configured, and this process knows of one.
        pool.query(
                        "update campaign set spec = jsonb_set(spec, '{vantages}', '[\"default\", \"eu-west\"]') where name = 'places'")
                .execute()
                .await()
                .atMost(Duration.ofMinutes(1));
        UUID run = UUID.randomUUID();
        insert("places-a", 60, run, 100, hourAgo, "default");
        insert("places-b", 60, run, 200, hourAgo, "default");
        insert("places-a", 60, run, 500, hourAgo, "eu-west");
        insert("places-b", 60, run, 300, hourAgo, "eu-west");
        insert("places-a", 60, run, 900, hourAgo, "left-long-ago");
    }

    @AfterEach
    void nothingIsLeft() {
        given().delete(CAMPAIGN).then().statusCode(204);
    }

    @Test
    void allVantagesOfTheCampaignAreRankedTogetherUnlessAskedOtherwise() {
        ranking("")
                .body("vantages", equalTo(List.of("default", "eu-west")))
                .body("entries.n", equalTo(List.of(120, 120)))
                .body("entries.ttftMs.min", equalTo(List.of(100f, 200f)))
                .body("entries.ttftMs.max", equalTo(List.of(506f, 306f)));
    }

    @Test
    void eachVantageIsRankedByItself() {
        ranking("&vantage=default")
                .body("vantages", equalTo(List.of("default")))
                .body("entries.target.provider", equalTo(List.of("places-a", "places-b")))
                .body("entries.n", equalTo(List.of(60, 60)));
        ranking("&vantage=eu-west")
                .body("vantages", equalTo(List.of("eu-west")))
                .body("entries.target.provider", equalTo(List.of("places-b", "places-a")))
                .body("entries.n", equalTo(List.of(60, 60)));
    }

    @Test
    void aRoundThatIsUnderWayElsewhereCountsHere() {
        OffsetDateTime justNow = OffsetDateTime.now(ZoneOffset.UTC).minusSeconds(2);
        UUID young = UUID.randomUUID();
        insert("places-a", 3, young, 100, justNow, "default");
        insert("places-b", 3, young, 200, justNow, "default");
        insert("places-b", 3, young, 300, justNow, "eu-west");

        ranking("").body("entries.n", equalTo(List.of(123, 123))).body("incompleteRounds", equalTo(3));
        ranking("&vantage=default").body("entries.n", equalTo(List.of(63, 63))).body("incompleteRounds", equalTo(0));
        ranking("&vantage=eu-west").body("entries.n", equalTo(List.of(60, 60))).body("incompleteRounds", equalTo(3));
    }

    @Test
    void eachVantageHasATagOfItsOwn() {
        String all = ranking("").extract().header("ETag");
        String here = ranking("&vantage=default").extract().header("ETag");

        assertThat(digest(here)).isNotEqualTo(digest(all));
    }

    @Test
    void fromWhereNothingWasProbedNobodyIsRanked() {
        ranking("&vantage=moon")
                .body("vantages", equalTo(List.of("moon")))
                .body("entries", empty())
                .body("unranked.reason", equalTo(List.of("TOO_FEW_SAMPLES", "TOO_FEW_SAMPLES")));
        given().get(CAMPAIGN + "/rankings?vantage=The%20Moon")
                .then()
                .statusCode(422)
                .body("violations.field", equalTo(List.of("vantage")));
    }

    @Test
    void historyAndSamplesAreOfAVantageToo() {
        given().get(CAMPAIGN + "/rankings/history?statistic=p50&vantage=eu-west")
                .then()
                .statusCode(200)
                .body("vantages", equalTo(List.of("eu-west")));
        given().get(CAMPAIGN + "/samples?limit=1000&vantage=left-long-ago")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(60))
                .body("items.vantage.unique()", equalTo(List.of("left-long-ago")));
        given().get(CAMPAIGN + "/samples?vantage=dlq")
                .then()
                .statusCode(422)
                .body("violations.field", equalTo(List.of("vantage")));
    }

    /** The part of the tag that the time of asking is not in. */
    private static String digest(String tag) {
        return tag.substring(tag.lastIndexOf('-'));
    }

    private void insert(String provider, int count, UUID run, int ttftMs, OffsetDateTime last, String vantage) {
        new StoredSamples(pool, "places")
                .insert(provider, 1, count, run, ConnectionArm.REUSE, Duration.ofMillis(ttftMs), last, vantage);
    }

    private static ValidatableResponse ranking(String more) {
        return given().get(CAMPAIGN + "/rankings?statistic=p50" + more).then().statusCode(200);
    }
}
