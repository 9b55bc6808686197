package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.samples.WindowSample;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SettledRoundsTest {
    private static final Instant SETTLED_BEFORE = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID RUN = UUID.randomUUID();

    @Test
    void aRoundThatStillWaitsForASlowTargetDoesNotCountYet() {
        WindowSample fastOnly = sample(1, SETTLED_BEFORE.plusSeconds(5));
        WindowSample wholeA = sample(2, SETTLED_BEFORE.plusSeconds(7));
        WindowSample wholeB = sample(2, SETTLED_BEFORE.plusSeconds(7));

        List<WindowSample> counted = SettledRounds.of(List.of(fastOnly, wholeA, wholeB), 2, SETTLED_BEFORE);

        assertThat(counted).containsExactly(wholeA, wholeB);
    }

    @Test
    void aRoundWhoseTimeIsOverCountsAsItIs() {
        WindowSample alone = sample(1, SETTLED_BEFORE.minusMillis(1));

        List<WindowSample> counted = SettledRounds.of(List.of(alone), 2, SETTLED_BEFORE);

        assertThat(counted).containsExactly(alone);
    }

    private static WindowSample sample(int round, Instant at) {
        return new WindowSample(
                UUID.randomUUID(),
                RUN,
                round,
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
