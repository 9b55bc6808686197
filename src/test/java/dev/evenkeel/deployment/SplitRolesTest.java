package dev.evenkeel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each role of the overlay with split roles is given, and what it is not. */
class SplitRolesTest {
    private static final Map<String, RenderedDeployment> BY_NAME = RenderedDeployment.allOf("overlays/split").stream()
            .collect(Collectors.toUnmodifiableMap(RenderedDeployment::name, Function.identity()));

    @Test
    void eachRoleHasADeploymentOfItsOwn() {
        assertThat(BY_NAME)
                .containsOnlyKeys("evenkeel-api", "evenkeel-scheduler", "evenkeel-ingest", "evenkeel-prober")
                .allSatisfy((name, deployment) -> {
                    assertThat(deployment.roles()).containsExactly(name.replace("evenkeel-", ""));
                    assertThat(deployment.deployment().at("/spec/replicas").asInt())
                            .isEqualTo(2);
                });
        assertThat(BY_NAME.values())
                .extracting(deployment -> deployment.container().path("image").asText())
                .containsOnly("evenkeel:0.1.0-SNAPSHOT");
    }

    @Test
    void aProberIsGivenNothingOfTheDatabase() {
        RenderedDeployment prober = of("prober");

        assertThat(prober.environment())
                .containsKey("KAFKA_BOOTSTRAP_SERVERS")
                .allSatisfy((variable, value) -> assertThat(variable + "=" + value)
                        .doesNotContainIgnoringCase("datasource")
                        .doesNotContainIgnoringCase("postgres"));
        assertThat(prober.deployment().toString().toLowerCase(Locale.ROOT)).doesNotContain("database", "datasource");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "scheduler", "ingest"})
    void theOtherRolesHaveADatabase(String role) {
        assertThat(of(role).environment())
                .containsKeys(
                        "QUARKUS_DATASOURCE_REACTIVE_URL",
                        "QUARKUS_DATASOURCE_USERNAME",
                        "QUARKUS_DATASOURCE_PASSWORD",
                        "KAFKA_BOOTSTRAP_SERVERS");
    }

    @ParameterizedTest
    @CsvSource({"api, true", "scheduler, false", "ingest, false", "prober, true"})
    void onlyWhoSendsProbesIsGivenCredentialsOfProviders(String role, boolean sendsProbes) {
        RenderedDeployment deployment = of(role);

        assertThat(deployment.environment().containsKey("EVENKEEL_CREDENTIALS_EXAMPLE_FILE"))
                .isEqualTo(sendsProbes);
        assertThat(RenderedDeployment.at(deployment.pod().at("/spec/volumes"), "/secret"))
                .hasSize(sendsProbes ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "api,       53 443 5432 9092",
        "scheduler, 53 5432 9092",
        "ingest,    53 5432 9092",
        "prober,    53 443 9092",
    })
    void aRoleReachesTheStoresThatItNeedsAndTheWorldIfItSendsProbes(String role, String ports) {
        Set<Integer> reached = new TreeSet<>();
        rules(of(role), "egress").forEach(rule -> {
            assertThat(rule.path("to")).isNotEmpty();
            assertThat(rule.path("ports"))
                    .isNotEmpty()
                    .allSatisfy(port -> reached.add(port.path("port").asInt()));
        });

        assertThat(reached.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .isEqualTo(ports);
    }

    @ParameterizedTest
    @CsvSource({"api, true", "scheduler, false", "ingest, false", "prober, false"})
    void theApiAloneIsForEverybody(String role, boolean forEverybody) {
        List<JsonNode> open = rules(of(role), "ingress");

        assertThat(open).isNotEmpty();
        assertThat(open.stream().anyMatch(rule -> rule.path("from").isEmpty())).isEqualTo(forEverybody);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "scheduler", "ingest", "prober"})
    void bothDirectionsAreShutButForWhatIsAllowed(String role) {
        assertThat(of(role).networkPolicies())
                .flatExtracting(policy -> RenderedDeployment.at(policy.at("/spec/policyTypes"), ""))
                .extracting(JsonNode::asText)
                .contains("Ingress", "Egress");
    }

    @Test
    void theWorldIsTheSameAsInProduction() {
        List<JsonNode> production = rules(RenderedDeployment.of("overlays/production"), "egress");

        assertThat(rules(of("prober"), "egress")).contains(production.get(production.size() - 1));
    }

    private static RenderedDeployment of(String role) {
        RenderedDeployment deployment = BY_NAME.get("evenkeel-" + role);
        assertThat(deployment).as(role).isNotNull();
        return deployment;
    }

    private static List<JsonNode> rules(RenderedDeployment deployment, String direction) {
        return deployment.networkPolicies().stream()
                .flatMap(policy -> RenderedDeployment.at(policy.at("/spec/" + direction), "").stream())
                .toList();
    }
}
