package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryStepsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:03:17Z");

    @Test
    void theLast24HoursThatAreOverAreToldUnlessAskedOtherwise() {
        HistorySteps steps = HistorySteps.parse(null, null, null, NOW);

        assertThat(steps.step()).isEqualTo(Duration.ofHours(1));
        assertThat(steps.ends())
                .hasSize(24)
                .startsWith(Instant.parse("2026-11-23T13:00:00Z"))
                .endsWith(Instant.parse("2026-11-24T12:00:00Z"));
    }

    @Test
    void onlyWholeStepsBetweenTheTwoInstantsAreTold() {
        HistorySteps steps = HistorySteps.parse("PT6H", "2026-11-23T01:00:00Z", "2026-11-24T11:59:00Z", NOW);

        assertThat(steps.ends())
                .containsExactly(
                        Instant.parse("2026-11-23T12:00:00Z"),
                        Instant.parse("2026-11-23T18:00:00Z"),
                        Instant.parse("2026-11-24T00:00:00Z"),
                        Instant.parse("2026-11-24T06:00:00Z"));
    }

    @Test
    void theFutureIsNotTold() {
        assertThat(HistorySteps.parse("PT1H", "2026-11-24T10:00:00Z", "2027-01-01T00:00:00Z", NOW)
                        .ends())
                .containsExactly(Instant.parse("2026-11-24T11:00:00Z"), Instant.parse("2026-11-24T12:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hour", "PT4M", "PT7M", "PT25M", "P2D", "-PT1H", "PT5M0.5S", "PT0S", "PT7H"})
    void aStepIsWholeFiveMinutesThatDivideADay(String step) {
        var problem = catchThrowableOfType(ProblemException.class, () -> HistorySteps.parse(step, null, null, NOW));

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.violations()).extracting(Violation::field).contains("step");
    }

    @Test
    void thereAreFourHundredStepsAtMost() {
        var problem = catchThrowableOfType(
                ProblemException.class, () -> HistorySteps.parse("PT5M", "2026-11-20T00:00:00Z", null, NOW));

        assertThat(problem.violations()).extracting(Violation::field).containsExactly("from");
        assertThat(HistorySteps.parse("PT5M", "2026-11-23T02:40:00Z", "2026-11-24T12:00:00Z", NOW)
                        .ends())
                .hasSize(400);
    }

    @Test
    void whereThereIsNoRoomForAStepThereIsNone() {
        HistorySteps steps = HistorySteps.parse("PT1H", "2026-11-24T11:30:00Z", null, NOW);

        assertThat(steps.ends()).isEmpty();
        assertThat(steps.until()).isEqualTo("2026-11-24T12:00:00Z");
    }
}
