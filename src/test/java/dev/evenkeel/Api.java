package dev.evenkeel;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The service's API as tests drive it: by HTTP alone. */
public final class Api {
    private Api() {}

    public static void putProvider(String name, URI baseUrl) {
        putProvider(name, baseUrl, "");
    }

    /** The same with more fields, each with a comma before it. */
    public static void putProvider(String name, URI baseUrl, String more) {
        given().contentType(ContentType.JSON)
                .body("{\"baseUrl\": \"" + baseUrl + "\", \"protocol\": \"openai-chat\", \"maxConcurrency\": 64" + more
                        + "}")
                .put("/api/v1/providers/" + name)
                .then()
                .statusCode(anyOf(is(201), is(200)));
    }

    /** A campaign that runs when triggered, of one model at several providers. */
    public static void putCampaign(String name, String model, String more, String... providers) {
        String targets = Arrays.stream(providers)
                .map(provider -> "{\"provider\": \"" + provider + "\", \"model\": \"" + model + "\"}")
                .collect(Collectors.joining(", ", "[", "]"));
        given().contentType(ContentType.JSON)
                .body("{\"model\": \"" + model + "\", \"targets\": " + targets + ", \"schedule\": {\"manual\": true}, "
                        + more + "}")
                .put("/api/v1/campaigns/" + name)
                .then()
                .statusCode(201);
    }

    /** Triggers the campaign and gives the run's id. */
    public static String trigger(String campaign) {
        return given().contentType(ContentType.JSON)
                .post("/api/v1/campaigns/" + campaign + "/trigger")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    public static JsonPath run(String id) {
        return given().get("/api/v1/runs/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Waits until the run is over and gives it. */
    public static JsonPath finished(String id, Duration patience) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> run(id).getString("state").matches("COMPLETED|INCOMPLETE"));
        return run(id);
    }

    public static JsonPath ranking(String campaign, String statistic) {
        return given().queryParam("statistic", statistic)
                .get("/api/v1/campaigns/" + campaign + "/rankings")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
