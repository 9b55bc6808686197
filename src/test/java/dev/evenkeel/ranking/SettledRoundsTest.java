package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Vantage;
import dev.evenkeel.samples.WindowSample;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SettledRoundsTest {
    private static final Instant SETTLED_BEFORE = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID RUN = UUID.randomUUID();
    private static final UUID A = UUID.randomUUID();
    private static final UUID B = UUID.randomUUID();

    @Test
    void aRoundThatStillWaitsForASlowTargetDoesNotCountYet() {
        WindowSample fastOnly = sample(A, 1, SETTLED_BEFORE.plusSeconds(5));
        WindowSample wholeA = sample(A, 2, SETTLED_BEFORE.plusSeconds(7));
        WindowSample wholeB = sample(B, 2, SETTLED_BEFORE.plusSeconds(7));

        List<WindowSample> counted = SettledRounds.of(List.of(fastOnly, wholeA, wholeB), Set.of(A, B), SETTLED_BEFORE);

        assertThat(counted).containsExactly(wholeA, wholeB);
    }

    @Test
    void aRoundWhoseTimeIsOverCountsAsItIs() {
        WindowSample alone = sample(A, 1, SETTLED_BEFORE.minusMillis(1));

        List<WindowSample> counted = SettledRounds.of(List.of(alone), Set.of(A, B), SETTLED_BEFORE);

        assertThat(counted).containsExactly(alone);
    }

    @Test
    void whatARemovedTargetAnsweredMakesNoRoundWhole() {
        WindowSample removed = sample(UUID.randomUUID(), 1, SETTLED_BEFORE.plusSeconds(5));
        WindowSample fast = sample(A, 1, SETTLED_BEFORE.plusSeconds(5));

        assertThat(SettledRounds.of(List.of(removed, fast), Set.of(A, B), SETTLED_BEFORE))
                .isEmpty();
    }

    private static WindowSample sample(UUID target, int round, Instant at) {
        return new WindowSample(
                target,
                RUN,
                round,
                Vantage.DEFAULT,
                at,
                Outcome.OK,
                false,
                200,
                1L,
                1L,
                1L,
                1L,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
