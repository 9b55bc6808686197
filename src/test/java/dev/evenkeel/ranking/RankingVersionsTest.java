package dev.evenkeel.ranking;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.evenkeel.Api;
import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.samples.StoredSamples;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A campaign whose workload has changed twice, and that has lost a target on the way. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class RankingVersionsTest {
    private static final String CAMPAIGN = "/api/v1/campaigns/versions";
    private static final String DOCUMENT = """
            {"model": "kimi", "targets": [{"provider": "versions-a", "model": "kimi"}],
             "schedule": {"manual": true}, "workload": {"maxOutputTokens": %d}}""";

    @Inject
    Pool pool;

    @BeforeEach
    void theWorkloadHasChangedTwice() {
        URI nowhere = URI.create("http://127.0.0.1:1/v1");
        Api.putProvider("versions-a", nowhere);
        Api.putProvider("versions-b", nowhere);
        Api.putCampaign("versions", "kimi", "\"workload\": {\"maxOutputTokens\": 8}", "versions-a", "versions-b");
        StoredSamples stored = new StoredSamples(pool, "versions");
        UUID run = UUID.randomUUID();
        stored.insert("versions-a", 1, 60, run);
        stored.insert("versions-b", 1, 60, run);
        replace(16);
        replace(32);
        stored.insert("versions-a", 3, 90, UUID.randomUUID());
    }

    @AfterEach
    void nothingIsLeft() {
        given().delete(CAMPAIGN).then().statusCode(204);
    }

    @Test
    void theVersionInForceIsRankedUnlessAskedOtherwise() {
        ranking("")
                .statusCode(200)
                .body("specVersion", equalTo(3))
                .body("entries.target.provider", equalTo(List.of("versions-a")))
                .body("entries[0].n", equalTo(90))
                .body("unranked", empty());
    }

    @Test
    void anEarlierVersionIsRankedWithTheTargetsThatItHad() {
        ranking("?specVersion=1")
                .statusCode(200)
                .body("specVersion", equalTo(1))
                .body("entries.target.provider", equalTo(List.of("versions-a", "versions-b")))
                .body("entries.n", equalTo(List.of(60, 60)));
    }

    @Test
    void aVersionThatWasNeverProbedIsEmpty() {
        ranking("?specVersion=2")
                .statusCode(200)
                .body("specVersion", equalTo(2))
                .body("entries", empty())
                .body("unranked", empty());
    }

    @Test
    void aVersionThatThereNeverWasIsInvalid() {
        ranking("?specVersion=4").statusCode(422).body("violations.field", hasItem("specVersion"));
        ranking("?specVersion=0").statusCode(422).body("violations.field", hasItem("specVersion"));
        ranking("?specVersion=first").statusCode(422).body("violations.field", hasItem("specVersion"));
    }

    @Test
    void eachVersionHasATagOfItsOwn() {
        String first = ranking("?specVersion=1").extract().header("ETag");
        String third = ranking("").extract().header("ETag");

        assertThat(digest(first)).isNotEqualTo(digest(third));
    }

    /** The part of the tag that the time of asking is not in. */
    private static String digest(String tag) {
        return tag.substring(tag.lastIndexOf('-'));
    }

    private static ValidatableResponse ranking(String query) {
        return given().get(CAMPAIGN + "/rankings" + query).then();
    }

    private static void replace(int maxOutputTokens) {
        given().contentType(ContentType.JSON)
                .body(DOCUMENT.formatted(maxOutputTokens))
                .put(CAMPAIGN)
                .then()
                .statusCode(200);
    }
}
