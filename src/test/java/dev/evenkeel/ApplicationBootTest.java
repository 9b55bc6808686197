package dev.evenkeel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class ApplicationBootTest {
    @Inject
    DataSource dataSource;

    @Test
    void isReadyOnceItsStoresAre() {
        given().when().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void isAliveWithoutAskingItsStores() {
        given().when().get("/q/health/live").then().statusCode(200).body("checks", empty());
    }

    @Test
    void hasMigratedItsSchema() throws SQLException {
        boolean campaignTableExists;
        try (var connection = dataSource.getConnection();
                var tables = connection.getMetaData().getTables(null, "public", "campaign", null)) {
            campaignTableExists = tables.next();
        }

        assertThat(campaignTableExists).isTrue();
    }
}
