package dev.evenkeel.campaign;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.catalog.Provider;
import dev.evenkeel.catalog.Providers;
import dev.evenkeel.measurement.Protocol;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class CampaignResourceTest {
    private static final String CAMPAIGN = """
            {"description": "Simulated", "model": "Kimi K2.6",
             "targets": [{"provider": "a", "model": "kimi", "request": {"top_p": 0.9},
                          "price": {"inputPerMillion": 0.60, "outputPerMillion": 2.5, "currency": "USD"}},
                         {"provider": "b", "model": "kimi"}],
             "schedule": {"interval": "PT5M", "jitter": "PT0S"}}
            """;

    @Inject
    SettableStoreClock clock;

    @Inject
    Providers providers;

    @Inject
    Pool pool;

    @BeforeEach
    void twoProvidersAndNoCampaign() {
        Duration wait = Duration.ofSeconds(30);
        pool.query("truncate run, campaign_spend, campaign_target, campaign, provider")
                .execute()
                .await()
                .atMost(wait);
        clock.set("2026-11-24T12:00:00Z");
        for (String name : List.of("a", "b")) {
            URI url = URI.create("https://" + name + ".example/v1");
            providers
                    .put(new Provider(name, url, Protocol.OPENAI_CHAT, null, 4, null))
                    .await()
                    .atMost(wait);
        }
    }

    @Test
    void aCampaignIsCreatedAndThenReplaced() {
        put("kimi", CAMPAIGN)
                .statusCode(201)
                .body("name", equalTo("kimi"))
                .body("description", equalTo("Simulated"))
                .body("model", equalTo("Kimi K2.6"))
                .body("targets.provider", equalTo(List.of("a", "b")))
                .body("targets[0].price.inputPerMillion", equalTo(0.6f))
                .body("workload.prompt.inputTokens", equalTo(200))
                .body("schedule.interval", equalTo("PT5M"))
                .body("schedule.catchupWindow", equalTo("PT5M"))
                .body("timeouts.total", equalTo("PT2M"))
                .body("ranking.statistic", equalTo("cv"))
                .body("budget", nullValue())
                .body("state", equalTo("ACTIVE"))
                .body("specVersion", equalTo(1))
                .body("missedFirings", equalTo(0))
                .body("skippedFirings", equalTo(0))
                .body("nextFirings", hasSize(10))
                .body("lastFirings", hasSize(0))
                .body("expectedPerDay.runs", equalTo(288f))
                .body("expectedPerDay.probes", equalTo(576f))
                .body("expectedPerDay.cost", nullValue())
                .body("spentToday", nullValue())
                .body("nextFirings[0].scheduledAt", equalTo("2026-11-24T12:05:00Z"))
                .body("createdAt", equalTo("2026-11-24T12:00:00Z"));

        put("kimi", CAMPAIGN).statusCode(200).body("specVersion", equalTo(1));
        given().when().get("/api/v1/campaigns/kimi").then().statusCode(200).body("name", equalTo("kimi"));
    }

    @Test
    void everythingThatIsWrongIsAnsweredAtOnce() {
        String wrong = CAMPAIGN.replace("\"provider\": \"b\"", "\"provider\": \"x\"")
                .replace("PT0S", "PT6M")
                .replaceFirst("\\{", "{\"budget\": {},");

        put("kimi", wrong)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("violations.field", containsInAnyOrder("budget", "schedule.jitter", "targets[1].provider"))
                .body("violations.message", hasItem("no such provider: x"));

        given().when().get("/api/v1/campaigns/kimi").then().statusCode(404);
    }

    @Test
    void anUnknownFieldIsRefused() {
        put("kimi", CAMPAIGN.replaceFirst("\\{", "{\"modell\": \"x\","))
                .statusCode(422)
                .body("violations.field", equalTo(List.of("modell")));
    }

    @Test
    void aNumberIsNotText() {
        put("kimi", CAMPAIGN.replace("\"Kimi K2.6\"", "26"))
                .statusCode(422)
                .body("violations.field", equalTo(List.of("model")));
    }

    @Test
    void aNameThatIsNotOneIsRefused() {
        put("Kimi K2", CAMPAIGN).statusCode(422).body("violations.field", equalTo(List.of("name")));
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        String unknown = UUID.randomUUID().toString();

        given().when().get("/api/v1/runs/" + unknown).then().statusCode(404);
        given().when().get("/api/v1/runs/not-an-id").then().statusCode(404);
        given().when().get("/api/v1/campaigns/none/runs").then().statusCode(404);
        given().when().delete("/api/v1/campaigns/none").then().statusCode(404);
        given().when().post("/api/v1/campaigns/none/trigger").then().statusCode(404);
        given().when().post("/api/v1/campaigns/none/resume").then().statusCode(404);
    }

    @Test
    void campaignsArePagedByName() {
        List.of("c", "a", "b").forEach(name -> put(name, CAMPAIGN).statusCode(201));

        String next = given().when()
                .get("/api/v1/campaigns?limit=2")
                .then()
                .statusCode(200)
                .body("items.name", equalTo(List.of("a", "b")))
                .extract()
                .path("next");

        given().queryParam("limit", 2)
                .queryParam("cursor", next)
                .when()
                .get("/api/v1/campaigns")
                .then()
                .statusCode(200)
                .body("items.name", equalTo(List.of("c")))
                .body("next", nullValue());
    }

    @Test
    void aPageThatMakesNoSenseIsRefused() {
        put("kimi", CAMPAIGN);

        given().when().get("/api/v1/campaigns?limit=0").then().statusCode(422);
        given().when().get("/api/v1/campaigns/kimi/runs?limit=1001").then().statusCode(422);
        given().when().get("/api/v1/campaigns/kimi/runs?cursor=%40").then().statusCode(422);
    }

    @Test
    void deletingACampaignRemovesIt() {
        put("kimi", CAMPAIGN);

        given().when().delete("/api/v1/campaigns/kimi").then().statusCode(204);

        given().when().get("/api/v1/campaigns/kimi").then().statusCode(404);
    }

    @Test
    void concurrentPutsOfOneNameAllSucceed() {
        List<CompletableFuture<Integer>> puts = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> put("kimi", CAMPAIGN).extract().statusCode()))
                .toList();

        List<Integer> statuses = puts.stream().map(CompletableFuture::join).toList();

        assertThat(statuses).containsOnlyOnce(201).containsOnly(200, 201);
    }

    @Test
    void aLostUpdateIsRefusedAndFiringsDoNotChangeTheTag() {
        String read = put("kimi", CAMPAIGN).statusCode(201).extract().header("ETag");
        conditionalPut("If-Match", read, CAMPAIGN.replace("Simulated", "First"))
                .statusCode(200)
                .body("description", equalTo("First"));

        conditionalPut("If-Match", read, CAMPAIGN.replace("Simulated", "Second"))
                .statusCode(412)
                .contentType("application/problem+json");

        String current = given().when()
                .get("/api/v1/campaigns/kimi")
                .then()
                .body("description", equalTo("First"))
                .extract()
                .header("ETag");
        pool.query("update campaign set missed_firings = 7, next_fire_at = now()")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(30));
        conditionalPut("If-Match", "\"other\", " + current, CAMPAIGN).statusCode(200);
        conditionalPut("If-Match", "W/" + current, CAMPAIGN).statusCode(412);
        conditionalPut("If-Match", "current", CAMPAIGN).statusCode(400);
        given().header("If-Match", current)
                .delete("/api/v1/campaigns/kimi")
                .then()
                .statusCode(412);
    }

    @Test
    void aCampaignIsCreatedOnlyWhereItIsWantedToBeNew() {
        conditionalPut("If-Match", "*", CAMPAIGN).statusCode(412);
        conditionalPut("If-None-Match", "*", CAMPAIGN).statusCode(201);

        conditionalPut("If-None-Match", "*", CAMPAIGN).statusCode(412);
        conditionalPut("If-Match", "*", CAMPAIGN).statusCode(200);
    }

    @Test
    void numbersThatAreTheSameMakeTheSameCampaign() {
        String whole = CAMPAIGN.replace("0.9", "10");
        put("kimi", whole).statusCode(201);

        put("kimi", CAMPAIGN.replace("0.9", "1e1")).statusCode(200).body("specVersion", equalTo(1));
        put("kimi", CAMPAIGN.replace("0.9", "10.0")).statusCode(200).body("specVersion", equalTo(1));
        put("kimi", CAMPAIGN.replace("0.9", "1e999999999"))
                .statusCode(422)
                .body("violations.field", equalTo(List.of("targets[0].request")));
    }

    @Test
    void aTargetThatComesBackWithAnotherRequestMakesANewVersion() {
        put("kimi", CAMPAIGN).statusCode(201);
        String without = CAMPAIGN.replaceFirst("(?s)\\{\"provider\": \"a\".*?\\}\\},\\s*", "");
        put("kimi", without).statusCode(200).body("targets", hasSize(1)).body("specVersion", equalTo(1));

        put("kimi", CAMPAIGN).statusCode(200).body("specVersion", equalTo(1));
        put("kimi", without).statusCode(200);
        put("kimi", CAMPAIGN.replace("0.9", "0.8")).statusCode(200).body("specVersion", equalTo(2));
    }

    @Test
    void aRowThatDoesNotKnowItsRequestIsComparedWithItsCampaign() {
        put("kimi", CAMPAIGN).statusCode(201);
        pool.query("update campaign_target set request = null")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(30));

        put("kimi", CAMPAIGN.replace("0.9", "0.8")).statusCode(200).body("specVersion", equalTo(2));
    }

    @Test
    void aRoundThatKafkaWouldNotTakeIsRefused() {
        String long100k = "{\"prompt\": {\"kind\": \"synthetic\", \"inputTokens\": 100000}}";
        String huge = "\\u0001".repeat(165_000);

        put("kimi", CAMPAIGN.replaceFirst("\\{", "{\"workload\": " + long100k + ","))
                .statusCode(201);
        given().contentType(ContentType.JSON)
                .body("{\"model\": \"m\", \"targets\": [{\"provider\": \"a\", \"model\": \"m\"}], \"schedule\":"
                        + " {\"manual\": true}, \"workload\": {\"prompt\": {\"kind\": \"fixed\", \"messages\":"
                        + " [{\"role\": \"user\", \"content\": \"" + huge + "\"}]}}}")
                .put("/api/v1/campaigns/big")
                .then()
                .statusCode(422)
                .body("violations.field", equalTo(List.of("workload.prompt")));
    }

    @Test
    void aBudgetTellsWhatItNeedsAndWhatTheScheduleAsksFor() {
        String free = CAMPAIGN.replaceFirst("\\{", "{\"budget\": {\"probesPerDay\": 1, \"costPerDay\": 5},");
        put("kimi", free)
                .statusCode(422)
                .body("violations.field", containsInAnyOrder("budget.probesPerDay", "budget.costPerDay"));
        String price = "\"price\": {\"inputPerMillion\": 0, \"outputPerMillion\": 10, \"currency\": \"USD\"}";
        String priced = CAMPAIGN.replaceFirst("\\{", "{\"budget\": {\"probesPerDay\": 100, \"costPerDay\": 5},")
                .replaceAll("\"price\": \\{[^}]*\\}", price)
                .replace(
                        "\"provider\": \"b\", \"model\": \"kimi\"",
                        "\"provider\": \"b\", \"model\": \"kimi\", " + price);

        put("kimi", priced)
                .statusCode(201)
                .body("budget.probesPerDay", equalTo(100))
                .body("expectedPerDay.probes", equalTo(576f))
                .body("expectedPerDay.cost", equalTo(0.36864f))
                .body("expectedPerDay.currency", equalTo("USD"))
                .body("spentToday.probes", equalTo(0))
                .body("spentToday.day", equalTo("2026-11-24"));
    }

    private static ValidatableResponse conditionalPut(String header, String value, String body) {
        return given().contentType(ContentType.JSON)
                .header(header, value)
                .body(body)
                .when()
                .put("/api/v1/campaigns/kimi")
                .then();
    }

    private static ValidatableResponse put(String name, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .when()
                .put("/api/v1/campaigns/{name}", name)
                .then();
    }
}
