package dev.evenkeel.campaign;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.evenkeel.EmbeddedStoresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be done with a campaign {@code c}, over HTTP. */
@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class CampaignActionResourceTest {
    @Inject
    SchedulerFixture scheduler;

    @BeforeEach
    void emptyStoreAtNoon() {
        scheduler.emptyStoreAtNoon();
    }

    @Test
    void aCampaignIsPausedWithANoteAndResumed() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);

        given().contentType(ContentType.JSON)
                .body("{\"note\": \"quota\"}")
                .when()
                .post("/api/v1/campaigns/c/pause")
                .then()
                .statusCode(200)
                .body("state", equalTo("PAUSED"))
                .body("pauseNote", equalTo("quota"))
                .body("nextFirings", hasSize(0));

        given().when()
                .post("/api/v1/campaigns/c/resume")
                .then()
                .statusCode(200)
                .body("state", equalTo("ACTIVE"))
                .body("pauseNote", nullValue())
                .body("nextFirings", hasSize(10));
    }

    @Test
    void aCampaignIsPausedWithoutANote() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);

        given().contentType(ContentType.JSON)
                .body("{}")
                .when()
                .post("/api/v1/campaigns/c/pause")
                .then()
                .statusCode(200)
                .body("state", equalTo("PAUSED"))
                .body("pauseNote", nullValue());
    }

    @Test
    void aCampaignIsPausedWithoutABodyWhateverTypeThatIsSaidToBe() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);

        given().when().post("/api/v1/campaigns/c/pause").then().statusCode(200).body("state", equalTo("PAUSED"));
        given().contentType("application/x-www-form-urlencoded")
                .when()
                .post("/api/v1/campaigns/c/pause")
                .then()
                .statusCode(200);
        given().contentType("text/plain")
                .body("note")
                .when()
                .post("/api/v1/campaigns/c/pause")
                .then()
                .statusCode(415);
    }

    @Test
    void aTriggerIsAcceptedWithItsRun() {
        scheduler.put(SchedulerFixture.everyFiveMinutes(), 1);

        String id = given().when()
                .post("/api/v1/campaigns/c/trigger")
                .then()
                .statusCode(202)
                .body("campaign", equalTo("c"))
                .body("trigger", equalTo("MANUAL"))
                .body("state", equalTo("PLANNED"))
                .body("scheduledAt", equalTo("2026-11-24T12:00:00Z"))
                .body("expected", equalTo(2))
                .body("received", equalTo(0))
                .body("outcomes", notNullValue())
                .extract()
                .path("id");

        given().when().get("/api/v1/runs/" + id).then().statusCode(200).body("id", equalTo(id));
        given().when()
                .get("/api/v1/campaigns/c/runs")
                .then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(id)))
                .body("next", nullValue());
    }
}
