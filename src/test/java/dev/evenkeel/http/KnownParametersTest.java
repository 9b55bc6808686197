package dev.evenkeel.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.evenkeel.EmbeddedStoresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class KnownParametersTest {
    @Test
    void aMisspeltParameterIsNamedBesideThoseThatThereAre() {
        given().when()
                .get("/api/v1/campaigns/any/rankings?statistc=p95&window=PT1H&stepp=1")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("violations.field.sort()", equalTo(List.of("statistc", "stepp")))
                .body("violations[0].message", containsString("statistic"));
    }

    @Test
    void whereThereAreNoneNoneIsTaken() {
        given().when()
                .get("/api/v1/campaigns/any?verbose=true")
                .then()
                .statusCode(422)
                .body("violations.field", equalTo(List.of("verbose")));
    }
}
