package dev.evenkeel.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.evenkeel.EmbeddedStoresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(AccessGateTest.Guarded.class)
@WithTestResource(EmbeddedStoresResource.class)
class AccessGateTest {
    public static final class Guarded implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("evenkeel.security.token-sha256", AccessTokenTest.SHA256);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/providers",
                "/api/v1/providers/a",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui",
                "/q/",
                "/",
                "/nowhere",
                "/q/health/../metrics",
                "/q/health/%2e%2e/metrics",
                "/q/health;/../metrics"
            })
    void whoBearsNoTokenIsRefusedEverywhere(String path) {
        given().urlEncodingEnabled(false)
                .when()
                .get(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Bearer"))
                .contentType("application/problem+json")
                .body("status", equalTo(401));
    }

    @Test
    void aWrongTokenIsRefusedBeforeTheBodyIsRead() {
        given().header("Authorization", "Bearer wrong")
                .contentType("application/json")
                .body("{")
                .when()
                .put("/api/v1/providers/a")
                .then()
                .statusCode(401);
    }

    @Test
    void theTokenOpensTheApi() {
        given().header("Authorization", "Bearer letmein")
                .when()
                .get("/api/v1/providers")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready"})
    void healthNeedsNoToken(String path) {
        given().when().get(path).then().statusCode(200);
    }
}
