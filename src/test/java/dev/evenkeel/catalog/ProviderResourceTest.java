package dev.evenkeel.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.WritePrecondition;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class ProviderResourceTest {
    private static final String PROVIDERS = "/api/v1/providers";
    private static final String VALID = "{\"baseUrl\": \"https://api.example.com/v1\"}";

    @Inject
    DataSource dataSource;

    @Inject
    ProviderRepository repository;

    @BeforeEach
    void emptyTheCatalog() throws SQLException {
        sql("delete from campaign");
        sql("delete from provider");
    }

    @Test
    void aProviderIsCreatedThenReplacedAndGivenBack() {
        put("a", VALID)
                .statusCode(201)
                .body("name", equalTo("a"))
                .body("protocol", equalTo("openai-chat"))
                .body("maxConcurrency", equalTo(8))
                .body("credential", nullValue());

        put("a", "{\"baseUrl\": \"https://b.example.com/v1/\", \"maxConcurrency\": 2}")
                .statusCode(200);
        put("a", "{\"baseUrl\": \"https://b.example.com/v1/\", \"maxConcurrency\": 2}")
                .statusCode(200);

        given().get(PROVIDERS + "/a")
                .then()
                .statusCode(200)
                .body("baseUrl", equalTo("https://b.example.com/v1"))
                .body("maxConcurrency", equalTo(2));
    }

    @Test
    void theListIsPagedByName() {
        for (String name : List.of("c", "a", "b")) {
            put(name, VALID).statusCode(201);
        }

        String next = given().get(PROVIDERS + "?limit=2")
                .then()
                .statusCode(200)
                .body("items.name", equalTo(List.of("a", "b")))
                .extract()
                .path("next");

        given().get(PROVIDERS + "?limit=2&cursor=" + next)
                .then()
                .statusCode(200)
                .body("items.name", equalTo(List.of("c")))
                .body("next", nullValue());
    }

    @Test
    void badPagingIsToldByParameter() {
        given().get(PROVIDERS + "?limit=0&cursor=nonsense")
                .then()
                .statusCode(422)
                .body("violations.field", containsInAnyOrder("limit", "cursor"));
    }

    @Test
    void aDeletedProviderIsGone() {
        put("a", VALID).statusCode(201);

        given().delete(PROVIDERS + "/a").then().statusCode(204);

        given().get(PROVIDERS + "/a").then().statusCode(404).body("detail", equalTo("no such provider: a"));
        given().delete(PROVIDERS + "/a").then().statusCode(404);
    }

    @Test
    void aProviderThatACampaignUsesStays() throws SQLException {
        put("a", VALID).statusCode(201);
        useInACampaign("a");

        given().delete(PROVIDERS + "/a")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("provider a is used by"));

        assertThat(stored()).containsExactly("a");
    }

    @Test
    void theForeignKeyKeepsAProviderThatACampaignBeganToUseMeanwhile() throws Throwable {
        put("a", VALID).statusCode(201);
        useInACampaign("a");

        ProblemException problem = catchThrowableOfType(
                ProblemException.class,
                () -> VertxContextSupport.subscribeAndAwait(() -> repository.delete("a", WritePrecondition.NONE)));

        assertThat(problem.status()).isEqualTo(409);
        assertThat(stored()).containsExactly("a");
    }

    @Test
    void allThatIsWrongIsToldAtOnceAndNothingIsStored() throws SQLException {
        put("a", "{\"baseUrl\": \"http://10.0.0.1/v1\", \"protocol\": \"smtp\", \"maxConcurrency\": 1001}")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("title", equalTo("Invalid request"))
                .body("instance", equalTo(PROVIDERS + "/a"))
                .body("violations.field", containsInAnyOrder("baseUrl", "protocol", "maxConcurrency"))
                .body("violations.message", hasItem(containsString("evenkeel.egress.allow")));

        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{}                                                              | 422 | baseUrl",
                "null                                                            | 400 |",
                "[]                                                              | 422 | $",
                "\"x\"                                                           | 422 | $",
                "{\"baseUrl\": 5}                                                | 422 | baseUrl",
                "{\"baseUrl\": \"https://a.example\", \"maxConcurrency\": \"8\"} | 422 | maxConcurrency",
                "{\"baseUrl\": \"https://a.example\", \"maxConcurrency\": 1e99}  | 422 | maxConcurrency",
                "{\"baseUrl\": \"https://a.example\", \"maxConcurrency\": 99999999999} | 422 | maxConcurrency",
                "{\"baseUrl\": \"https://a.example\", \"colour\": 1}             | 422 | colour",
                "{\"baseUrl\": \"https://a.example\", \"credential\": \"none\"}  | 422 | credential",
                "{\"baseUrl\": \"https://a.example\\u0000\"}                     | 422 | baseUrl",
                "{\"baseUrl\": \"https://10.0.0.1\"}                             | 422 | baseUrl",
                "{\"baseUrl\": \"https://a.example\"                             | 400 |",
                "{\"baseUrl\": \"https://a.example\"} {}                         | 400 |",
            })
    void badBodiesAreToldByFieldAndNothingIsStored(String body, int status, @Nullable String field)
            throws SQLException {
        ValidatableResponse answer = put("a", body).statusCode(status).contentType("application/problem+json");

        answer.body("violations.field", field == null ? nullValue() : equalTo(List.of(field)));
        assertThat(stored()).isEmpty();
    }

    @Test
    void noBodyIsToldAsOne() {
        given().contentType("application/json")
                .put(PROVIDERS + "/a")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", equalTo("a body is required"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%2Fb",
                "a%00",
                "%00",
                "%C3%BC",
                "%E6%BC%A2",
                "A",
                "-a",
                "a_b",
                "a%20b",
                "a/b",
                "..",
                "%2e%2e",
                "a/../../x",
                "%2E%2E%2Fx",
                "%ff",
                "a;b=c/d",
                "%25",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void namesThatAreNoneAreProblemsAndNothingIsStored(String name) throws SQLException {
        int status = given().urlEncodingEnabled(false)
                .contentType("application/json")
                .body(VALID)
                .put(PROVIDERS + "/" + name)
                .then()
                .contentType("application/problem+json")
                .extract()
                .statusCode();

        assertThat(status).isIn(400, 404, 405, 422);
        assertThat(stored()).isEmpty();
    }

    @Test
    void ofManyWhoCreateOneProviderAtOnceOneDoesAndTheRestReplaceIt() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            Callable<Integer> client = () -> put("a", VALID).extract().statusCode();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : clients.invokeAll(
                    IntStream.range(0, 32).mapToObj(i -> client).toList())) {
                statuses.add(answer.get());
            }

            assertThat(statuses).containsOnly(200, 201).containsOnlyOnce(201);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void aLostUpdateIsRefusedAndLeavesTheOtherOne() {
        String read = put("a", VALID).statusCode(201).extract().header("ETag");
        put("a", VALID.replace("}", ", \"maxConcurrency\": 3}")).statusCode(200);

        given().contentType("application/json")
                .header("If-Match", read)
                .body(VALID)
                .put(PROVIDERS + "/a")
                .then()
                .statusCode(412)
                .contentType("application/problem+json")
                .body("title", equalTo("Precondition failed"));

        var stored = given().get(PROVIDERS + "/a").then().body("maxConcurrency", equalTo(3));
        assertThat(stored.extract().header("ETag")).isNotEqualTo(read);
        given().header("If-Match", read).delete(PROVIDERS + "/a").then().statusCode(412);
        given().header("If-Match", stored.extract().header("ETag"))
                .delete(PROVIDERS + "/a")
                .then()
                .statusCode(204);
    }

    private static ValidatableResponse put(String name, String body) {
        return given().contentType("application/json")
                .body(body)
                .put(PROVIDERS + "/" + name)
                .then();
    }

    private List<String> stored() throws SQLException {
        List<String> names = new ArrayList<>();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select name from provider order by name")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private void useInACampaign(String provider) throws SQLException {
        UUID campaign = UUID.randomUUID();
        sql("insert into campaign (id, name, spec, spec_version, state) values ('" + campaign
                + "', 'kimi', '{}', 1, 'ACTIVE')");
        sql("insert into campaign_target (id, campaign_id, provider, model, position, active) values ('"
                + UUID.randomUUID() + "', '" + campaign + "', '" + provider + "', 'm', 0, true)");
    }

    private void sql(String statement) throws SQLException {
        try (var connection = dataSource.getConnection();
                var sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
