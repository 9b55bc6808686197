package dev.evenkeel.fault;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** What callers of the API see while a store is away: that nobody need restart anything, and when to ask again. */
final class Callers {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String DEFINITION = "/api/v1/campaigns/" + FaultsIT.CAMPAIGN.name();

    private Callers() {}

    /** Without its database a process is not ready, and tells whoever asks it nevertheless to ask again. */
    static void areToldToWait(Duration hold) throws InterruptedException {
        ask(hold, answer -> {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotNull();
            assertThat(answer.contentType()).startsWith("application/problem+json");
        });
    }

    /** Without its broker a process that stores is not ready, and answers nevertheless. */
    static void areAnswered(Duration hold) throws InterruptedException {
        ask(hold, answer -> assertThat(answer.statusCode()).isEqualTo(200));
    }

    private static void ask(Duration hold, Consumer<Response> check) throws InterruptedException {
        awaitNotReady();
        for (Instant end = Instant.now().plus(hold); Instant.now().isBefore(end); Thread.sleep(PAUSE.toMillis())) {
            check.accept(given().get(DEFINITION));
        }
    }

    private static void awaitNotReady() {
        await().atMost(PATIENCE)
                .pollInterval(PAUSE)
                .untilAsserted(() ->
                        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(503));
    }
}
