package dev.evenkeel.fault;

import static io.restassured.RestAssured.given;

import dev.evenkeel.Api;
import java.net.URI;
import java.util.List;

/**
 * A campaign that fires every second while faults are inflicted, of two simulated providers.
 *
 * @param model that no other campaign asks for, so that the providers' log tells them apart
 * @param more of its definition
 * @param rounds of each of its runs, from one vantage
 */
record Measured(String name, String model, String more, int rounds) {
    static final List<String> PROVIDERS = List.of("provider-a", "provider-c");

    /** @param limited whether so many requests a minute are allowed that they never are too many: claims then wait for each other */
    static void putProvider(String name, URI baseUrl, boolean limited) {
        Api.putProvider(name, baseUrl, limited ? ", \"requestsPerMinute\": 100000" : "");
    }

    void put() {
        given().contentType("application/json")
                .body("{\"model\": \"Simulated\", \"targets\": [{\"provider\": \"" + PROVIDERS.get(0)
                        + "\", \"model\": \"" + model + "\"}, {\"provider\": \"" + PROVIDERS.get(1)
                        + "\", \"model\": \"" + model + "\"}],"
                        + " \"schedule\": {\"interval\": \"PT1S\", \"jitter\": \"PT0S\", \"overlapPolicy\": \"ALLOW\"},"
                        + " \"workload\": {\"maxOutputTokens\": 16},"
                        + " \"timeouts\": {\"firstToken\": \"PT8S\", \"total\": \"PT10S\"}, " + more + "}")
                .put("/api/v1/campaigns/" + name)
                .then()
                .statusCode(201);
    }

    void pause() {
        given().contentType("application/json")
                .body("{}")
                .post("/api/v1/campaigns/" + name + "/pause")
                .then()
                .statusCode(200);
    }
}
