package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.campaign.CampaignSpec.Rounds;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violation;
import dev.evenkeel.measurement.RoundRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A campaign whose rounds are asked from two places. */
@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class VantagesTest {
    private static final List<String> BOTH = List.of("default", "eu-west");

    @Inject
    SchedulerFixture scheduler;

    @BeforeEach
    void emptyStoreAtNoon() {
        scheduler.emptyStoreAtNoon();
    }

    @Test
    void eachRoundIsPublishedToEachVantageForTheSameInstant() {
        put(BOTH);

        scheduler.clock.set("2026-11-24T12:04:59Z");
        scheduler.tick();

        List<RoundRequest> published = scheduler.publisher.published();
        assertThat(published).hasSize(4);
        assertThat(published.stream().collect(Collectors.groupingBy(RoundRequest::round)))
                .hasSize(2)
                .allSatisfy((round, requests) -> {
                    assertThat(requests).extracting(RoundRequest::vantage).containsExactlyInAnyOrderElementsOf(BOTH);
                    assertThat(requests)
                            .extracting(RoundRequest::fireAt)
                            .containsOnly(requests.get(0).fireAt());
                    assertThat(requests).extracting(RoundRequest::messages).doesNotHaveDuplicates();
                });
        assertThat(scheduler.runs()).extracting(RunView::expected).containsExactly(8);
    }

    @Test
    void whatOneVantageDidNotGetIsPublishedToBothAgain() {
        put(BOTH);
        scheduler.publisher.failFor(
                round -> round.round() == 1 && round.vantage().equals("eu-west"));
        scheduler.clock.set("2026-11-24T12:04:59Z");
        scheduler.tick();
        assertThat(scheduler.runs().get(0).publishedRounds()).isEqualTo(1);
        List<RoundRequest> before = scheduler.publisher.published();
        scheduler.publisher.reset();

        scheduler.tick();

        assertThat(scheduler.publisher.published())
                .hasSize(2)
                .allSatisfy(round -> assertThat(round.round()).isEqualTo(1))
                .containsAll(before.stream().filter(round -> round.round() == 1).toList());
        assertThat(scheduler.runs().get(0).publishedRounds()).isEqualTo(2);
    }

    @Test
    void eachVantageCountsAgainstTheBudget() {
        assertThat(RoundEstimate.of(spec(List.of("default"))).probes()).isEqualTo(2);
        assertThat(RoundEstimate.of(spec(BOTH)).probes()).isEqualTo(4);
    }

    @Test
    void otherVantagesAreNoNewVersionOfTheWorkload() {
        put(List.of("default"));
        assertThat(scheduler.campaign().document().vantages()).isNull();
        put(BOTH);

        assertThat(scheduler.campaign().specVersion()).isEqualTo(1);
        assertThat(scheduler.campaign().document().vantages()).isEqualTo(BOTH);
    }

    @Test
    void aVantageWithoutProbersIsRefused() {
        List<Violation> violations = catchThrowableOfType(
                        ProblemException.class, () -> put(List.of("eu-west", "us-east")))
                .violations();

        assertThat(violations)
                .containsExactly(new Violation(
                        "vantages[1]",
                        "must be one of [default, eu-west], where there are probers (evenkeel.vantages)"));
    }

    @Test
    void whichOfTheNamesIsMeantIsToldByItsPlaceInTheDocument() {
        List<Violation> violations = catchThrowableOfType(
                        ProblemException.class, () -> put(List.of("EU", "moon", "default")))
                .violations();

        assertThat(violations).extracting(Violation::field).containsExactly("vantages[0]", "vantages[1]");
    }

    private void put(List<String> vantages) {
        scheduler.put(spec(vantages));
    }

    private static CampaignSpec spec(List<String> vantages) {
        return SchedulerFixture.from(
                vantages,
                SchedulerFixture.spec(
                        SchedulerFixture.everyFiveMinutes(), new Rounds(2, Duration.ofMillis(100)), "a", "b"));
    }
}
