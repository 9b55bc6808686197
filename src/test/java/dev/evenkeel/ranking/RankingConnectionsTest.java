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

/** A campaign on both kinds of connection: a is the faster one on kept connections, b on new ones. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class RankingConnectionsTest {
    private static final String CAMPAIGN = "/api/v1/campaigns/arms";

    @Inject
    Pool pool;

    private final OffsetDateTime hourAgo = OffsetDateTime.now(ZoneOffset.UTC).minusHours(1);

    @BeforeEach
    void bothTargetsAnsweredOnBoth() {
        URI nowhere = URI.create("http://127.0.0.1:1/v1");
        Api.putProvider("arms-a", nowhere);
        Api.putProvider("arms-b", nowhere);
        Api.putCampaign("arms", "kimi", "\"connections\": \"both\"", "arms-a", "arms-b");
        UUID run = UUID.randomUUID();
        insert("arms-a", 60, run, ConnectionArm.REUSE, 100, hourAgo);
        insert("arms-a", 60, run, ConnectionArm.FRESH, 500, hourAgo);
        insert("arms-b", 60, run, ConnectionArm.REUSE, 200, hourAgo);
        insert("arms-b", 60, run, ConnectionArm.FRESH, 300, hourAgo);
    }

    @AfterEach
    void nothingIsLeft() {
        given().delete(CAMPAIGN).then().statusCode(204);
    }

    @Test
    void keptConnectionsAreRankedUnlessAskedOtherwise() {
        ranking("")
                .body("connection", equalTo("reuse"))
                .body("entries.target.provider", equalTo(List.of("arms-a", "arms-b")))
                .body("entries.n", equalTo(List.of(60, 60)))
                .body("entries.ttftMs.min", equalTo(List.of(100f, 200f)));
    }

    @Test
    void newConnectionsAreRankedApart() {
        ranking("&connection=fresh")
                .body("connection", equalTo("fresh"))
                .body("entries.target.provider", equalTo(List.of("arms-b", "arms-a")))
                .body("entries.n", equalTo(List.of(60, 60)))
                .body("entries.ttftMs.min", equalTo(List.of(300f, 500f)));
    }

    @Test
    void aRoundThatStillWaitsOnOneKindCountsOnTheOther() {
        OffsetDateTime justNow = OffsetDateTime.now(ZoneOffset.UTC).minusSeconds(2);
        UUID young = UUID.randomUUID();
        insert("arms-a", 3, young, ConnectionArm.REUSE, 100, justNow);
        insert("arms-a", 3, young, ConnectionArm.FRESH, 500, justNow);
        insert("arms-b", 3, young, ConnectionArm.FRESH, 300, justNow);

        ranking("&connection=fresh").body("entries.n", equalTo(List.of(63, 63)));
        ranking("&connection=reuse").body("entries.n", equalTo(List.of(60, 60)));
    }

    @Test
    void eachKindHasATagOfItsOwn() {
        String reuse = ranking("").extract().header("ETag");
        String fresh = ranking("&connection=fresh").extract().header("ETag");
        String asked = ranking("&connection=reuse").extract().header("ETag");

        assertThat(digest(fresh)).isNotEqualTo(digest(reuse));
        assertThat(digest(asked)).isEqualTo(digest(reuse));
    }

    @Test
    void aKindThatWasNeverProbedHasNobodyRanked() {
        Api.putCampaign("arms-warm", "kimi", "\"connections\": \"reuse\"", "arms-a", "arms-b");

        given().get("/api/v1/campaigns/arms-warm/rankings?connection=fresh")
                .then()
                .statusCode(200)
                .body("connection", equalTo("fresh"))
                .body("entries", empty())
                .body("unranked.reason", equalTo(List.of("TOO_FEW_SAMPLES", "TOO_FEW_SAMPLES")));
        given().delete("/api/v1/campaigns/arms-warm").then().statusCode(204);
    }

    @Test
    void samplesAreListedByTheKindOfConnection() {
        given().get(CAMPAIGN + "/samples?limit=1000&connection=fresh")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(120))
                .body("items.connection.unique()", equalTo(List.of("fresh")));
        given().get(CAMPAIGN + "/samples?connection=warm")
                .then()
                .statusCode(422)
                .body("violations.field", equalTo(List.of("connection")));
    }

    /** The part of the tag that the time of asking is not in. */
    private static String digest(String tag) {
        return tag.substring(tag.lastIndexOf('-'));
    }

    private void insert(String provider, int count, UUID run, ConnectionArm arm, int ttftMs, OffsetDateTime last) {
        new StoredSamples(pool, "arms").insert(provider, 1, count, run, arm, Duration.ofMillis(ttftMs), last);
    }

    private static ValidatableResponse ranking(String more) {
        return given().get(CAMPAIGN + "/rankings?statistic=p50" + more).then().statusCode(200);
    }
}
