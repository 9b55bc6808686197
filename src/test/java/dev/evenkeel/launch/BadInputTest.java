package dev.evenkeel.launch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import dev.evenkeel.EmbeddedStoresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is told what is wrong with it, field by field, and leaves nothing behind. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class BadInputTest {
    private static final String PROBLEM = "application/problem+json";
    private static final String CAMPAIGN = """
            {"model": "m", "targets": [{"provider": "bad-input", "model": "m"}], "schedule": {"interval": "PT5M"}}""";

    @Inject
    Pool pool;

    private long before;

    @BeforeEach
    void aProviderExists() {
        given().contentType(ContentType.JSON)
                .body("{\"baseUrl\": \"https://api.example.com/v1\"}")
                .put("/api/v1/providers/bad-input");
        before = rows();
    }

    @AfterEach
    void nothingWasStored() {
        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"model\": \"m\"        | \"model\": 5                                    | model",
                "\"model\": \"m\"        | \"model\": \"\"                                 | model",
                "\"PT5M\"                | \"-PT5M\"                                       | schedule.interval",
                "\"PT5M\"                | \"PT0S\"                                        | schedule.interval",
                "\"PT5M\"                | \"P900000D\"                                    | schedule.interval",
                "\"PT5M\"                | \"five minutes\"                                | schedule.interval",
                "\"PT5M\"                | 300                                             | schedule.interval",
                "{\"interval\": \"PT5M\"} | {\"interval\": \"PT5M\", \"cron\": \"0 * * * * ?\"} | schedule",
                "{\"interval\": \"PT5M\"} | {\"cron\": \"every minute\"}                    | schedule.cron",
                "{\"interval\": \"PT5M\"} | {\"interval\": \"PT5M\", \"overlapPolicy\": \"QUEUE\"} | schedule.overlapPolicy",
                "\"bad-input\"           | \"nobody\"                                      | targets[0].provider",
                "\"schedule\"            | \"budget\": {\"probesPerDay\": 0}, \"schedule\" | budget.probesPerDay",
                "\"schedule\"            | \"rounds\": {\"count\": 0}, \"schedule\"        | rounds.count",
                "\"schedule\"            | \"rounds\": {\"count\": 1.5}, \"schedule\"      | rounds.count",
                "\"schedule\"            | \"colour\": \"blue\", \"schedule\"              | colour",
                "\"schedule\"            | \"workload\": {\"temperature\": 9}, \"schedule\" | workload.temperature",
                "\"schedule\"            | \"timeouts\": {\"total\": \"-PT1S\"}, \"schedule\" | timeouts.total",
                "\"schedule\"            | \"ranking\": {\"statistic\": \"luck\"}, \"schedule\" | ranking.statistic",
            })
    void aCampaignWithOneThingWrongIsToldWhich(String replaced, String by, String field) {
        putCampaign("bad", CAMPAIGN.replace(replaced, by))
                .statusCode(422)
                .contentType(PROBLEM)
                .body("violations.field", hasItem(field));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        putCampaign("bad", CAMPAIGN.replace("bad-input", "nobody").replace("PT5M", "-PT5M"))
                .statusCode(422)
                .body("violations.field", hasItem("targets[0].provider"))
                .body("violations.field", hasItem("schedule.interval"))
                .body("violations.message", hasItem("no such provider: nobody"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"text\"", "{\"model\": \"m\"} trailing", "{\"model\": \"m\"}"})
    void whatIsNotACampaignAtAllIsAProblem(String body) {
        ValidatableResponse response = putCampaign("bad", body).contentType(PROBLEM);

        assertThat(response.extract().statusCode()).isIn(400, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/campaigns/Upper",
                "/api/v1/campaigns/a%2Fb",
                "/api/v1/campaigns/a/b",
                "/api/v1/campaigns/%C3%BC",
                "/api/v1/campaigns/%00",
                "/api/v1/campaigns/-dash",
                "/api/v1/campaigns/..",
                "/api/v1/providers/a%20b",
                "/api/v1/providers/%F0%9F%9A%A2",
            })
    void aNameThatCantBeIsAProblem(String path) {
        ValidatableResponse response = given().urlEncodingEnabled(false)
                .contentType(ContentType.JSON)
                .body(CAMPAIGN)
                .put(path)
                .then();

        assertThat(response.extract().statusCode()).isIn(400, 404, 405, 422);
        response.contentType(PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/campaigns/%00",
                "/api/v1/campaigns/%00/runs",
                "/api/v1/campaigns/%00/samples",
                "/api/v1/campaigns/%00/rankings",
                "/api/v1/campaigns/Upper",
                "/api/v1/runs/none",
            })
    void whatCantBeThereIsNotFound(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(404).contentType(PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=-9999-01-01T00:00:00Z",
                "to=yesterday",
                "run=none",
                "limit=0",
                "cursor=MR8AHwA",
                "limit=abc"
            })
    void aParameterThatCantBeIsTold(String query) {
        given().urlEncodingEnabled(false)
                .get("/api/v1/campaigns/any/samples?" + query)
                .then()
                .statusCode(422)
                .contentType(PROBLEM)
                .body("violations.field", hasItem(query.substring(0, query.indexOf('='))));
    }

    @Test
    void aNameOf64CharactersIsTooLong() {
        putCampaign("a".repeat(64), CAMPAIGN).statusCode(422).body("violations.field", hasItem("name"));
    }

    @Test
    void aBodyOfTenMegabytesIsTooLarge() {
        String body = CAMPAIGN.replace("\"model\": \"m\"}]", "\"model\": \"" + "m".repeat(10_000_000) + "\"}]");

        putCampaign("bad", body).statusCode(413).contentType(PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.0.2.1/v1",
                "https://api.example.com/v1?key=secret",
                "ftp://api.example.com/v1",
                "https://user:secret@api.example.com/v1",
                "https://169.254.169.254/latest",
                "https://[::ffff:10.0.0.1]/v1",
                "https://10.0.0.1/v1",
                "not a url",
                "",
            })
    void aProviderAtAnAddressThatMayNotBeProbedIsRefused(String baseUrl) {
        given().contentType(ContentType.JSON)
                .body("{\"baseUrl\": \"" + baseUrl + "\"}")
                .put("/api/v1/providers/bad")
                .then()
                .statusCode(422)
                .contentType(PROBLEM)
                .body("violations.field", hasItem("baseUrl"));
    }

    @Test
    void aCredentialThatNobodyConfiguredIsRefused() {
        given().contentType(ContentType.JSON)
                .body("{\"baseUrl\": \"https://api.example.com/v1\", \"credential\": \"unknown\"}")
                .put("/api/v1/providers/bad")
                .then()
                .statusCode(422)
                .body("violations.field", hasItem("credential"))
                .body("violations.message", hasItem(containsString("unknown")));
    }

    private static ValidatableResponse putCampaign(String name, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .put("/api/v1/campaigns/" + name)
                .then();
    }

    private long rows() {
        return pool.query("select (select count(*) from provider) + (select count(*) from campaign)"
                        + " + (select count(*) from campaign_target) as n")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10))
                .iterator()
                .next()
                .getLong("n");
    }
}
