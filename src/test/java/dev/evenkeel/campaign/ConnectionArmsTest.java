package dev.evenkeel.campaign;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.equalTo;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.campaign.CampaignSpec.Budget;
import dev.evenkeel.campaign.CampaignSpec.Prompt;
import dev.evenkeel.campaign.CampaignSpec.Rounds;
import dev.evenkeel.campaign.CampaignSpec.Workload;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violation;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.samples.RunTally;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Campaigns that probe each of their two targets on kept and on new connections; real database, settable clock. */
@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class ConnectionArmsTest {
    @Inject
    SchedulerFixture scheduler;

    @BeforeEach
    void emptyStoreAtNoon() {
        scheduler.emptyStoreAtNoon();
    }

    @Test
    void connectionsAreReusedUnlessTheCampaignSaysOtherwise() {
        String connections = ", \"connections\": ";
        put("").statusCode(201).body("connections", equalTo("reuse"));

        put(connections + "\"both\"")
                .statusCode(200)
                .body("connections", equalTo("both"))
                .body("specVersion", equalTo(1))
                .body("expectedPerDay.probes", equalTo(1152f));

        put(connections + "\"warm\"")
                .statusCode(422)
                .body("violations.field", equalTo(List.of("connections")))
                .body("violations.message", equalTo(List.of("must be one of reuse, fresh, both")));
    }

    /** @param more members of the document, each behind a comma */
    private static ValidatableResponse put(String more) {
        return given().contentType(ContentType.JSON)
                .body("{\"model\": \"m\", \"targets\": [{\"provider\": \"a\", \"model\": \"m\"},"
                        + " {\"provider\": \"b\", \"model\": \"m\"}], \"schedule\": {\"interval\": \"PT5M\"}" + more
                        + "}")
                .put("/api/v1/campaigns/arms")
                .then();
    }

    @Test
    void roundsAskForBothAndTheirRunExpectsBoth() {
        scheduler.put(onBoth(3, null));

        scheduler.tickAt("2026-11-24T12:05:00Z");

        RoundRequest round = scheduler.publisher.published().get(0);
        assertThat(round.connections()).isEqualTo(Connections.BOTH);
        assertThat(round.freshMessages()).isNotNull().isNotEqualTo(round.messages());
        assertThat(scheduler.runs().get(0).expected()).isEqualTo(12);
        assertThat(Objects.requireNonNull(scheduler.campaign().expectedPerDay()).probes())
                .isEqualTo(288.0 * 12);
    }

    @Test
    void aRunIsCompleteOnceBothHaveAnswered() {
        scheduler.put(onBoth(1, null));
        scheduler.tickAt("2026-11-24T12:05:00Z");
        scheduler.samples.store(scheduler.runs().get(0).id(), Map.of(Outcome.OK, 2L));
        scheduler.tickAt("2026-11-24T12:05:05Z");
        assertThat(scheduler.runs().get(0).state()).isEqualTo(RunState.RUNNING);

        scheduler.completeAllRuns();

        assertThat(scheduler.runs().get(0).outcomes()).isEqualTo(Map.of("OK", 4L));
    }

    @Test
    void aBudgetCountsAProbeOnEitherAsOne() {
        scheduler.put(onBoth(3, new Budget(9L, null)));

        scheduler.tickAt("2026-11-24T12:05:00Z");
        scheduler.tickAt("2026-11-24T12:05:02Z");
        scheduler.tickAt("2026-11-24T12:05:04Z");

        assertThat(scheduler.publisher.rounds()).containsExactly(0, 1);
        assertThat(scheduler.runs().get(0).outcomes()).isEqualTo(Map.of("REFUSED_BY_POLICY", 4L));
        assertThat(spentToday().probes()).isEqualTo(8);
    }

    @Test
    void whatHasNotAnsweredIsCountedWithTheEstimateOfItsProbe() {
        scheduler.put(onBoth(1, new Budget(null, BigDecimal.ONE)));
        scheduler.tickAt("2026-11-24T12:05:00Z");
        assertThat(spentToday().cost()).isEqualByComparingTo("0.04");

        scheduler.samples.store(
                scheduler.runs().get(0).id(),
                new RunTally(Map.of(Outcome.OK, 3L), new BigDecimal("0.003"), 0, 0, Map.of()));
        scheduler.tickAt("2026-11-24T12:05:05Z");

        assertThat(spentToday().cost()).isEqualByComparingTo("0.013");
    }

    @Test
    void aBudgetMustAllowARoundOnBoth() {
        assertThat(refused(onBoth(1, new Budget(3L, null))))
                .extracting(Violation::field)
                .containsExactly("budget.probesPerDay");
    }

    @Test
    void aRoundMustHaveRoomForBothPrompts() {
        CampaignSpec once = withPrompt(SchedulerFixture.spec(
                SchedulerFixture.everyFiveMinutes(), new Rounds(1, Duration.ofSeconds(2)), null, false));
        assertThat(scheduler.put(once)).isTrue();

        assertThat(refused(SchedulerFixture.on(Connections.BOTH, once)))
                .extracting(Violation::field)
                .containsExactly("workload.prompt");
    }

    @Test
    void otherConnectionsAreNoNewVersionAndLeaveRunsUnderWayAsTheyAre() {
        scheduler.put(onBoth(2, null));
        scheduler.tickAt("2026-11-24T12:05:00Z");

        scheduler.put(SchedulerFixture.on(Connections.FRESH, onBoth(2, null)));
        scheduler.tickAt("2026-11-24T12:05:02Z");

        assertThat(scheduler.campaign().document().connections()).isEqualTo("fresh");
        assertThat(scheduler.campaign().specVersion()).isEqualTo(1);
        assertThat(scheduler.publisher.published())
                .extracting(RoundRequest::connections)
                .containsExactly(Connections.BOTH, Connections.BOTH);
    }

    private static CampaignSpec onBoth(int rounds, @Nullable Budget budget) {
        return SchedulerFixture.on(
                Connections.BOTH,
                SchedulerFixture.spec(
                        SchedulerFixture.everyFiveMinutes(), new Rounds(rounds, Duration.ofSeconds(2)), budget, false));
    }

    private static CampaignSpec withPrompt(CampaignSpec spec) {
        return new CampaignSpec(
                null,
                spec.model(),
                spec.targets(),
                new Workload(new Prompt.Synthetic(100_000), 64, 0, CampaignSpec.Cache.BUST),
                spec.schedule(),
                spec.rounds(),
                spec.timeouts(),
                null,
                spec.ranking(),
                null,
                false,
                spec.connections(),
                spec.vantages());
    }

    private List<Violation> refused(CampaignSpec spec) {
        return catchThrowableOfType(ProblemException.class, () -> scheduler.put(spec))
                .violations();
    }

    private CampaignView.SpendView spentToday() {
        return Objects.requireNonNull(scheduler.campaign().spentToday());
    }
}
