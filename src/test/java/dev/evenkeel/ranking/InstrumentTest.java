package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Vantage;
import dev.evenkeel.samples.WindowSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstrumentTest {
    private final List<WindowSample> samples = new ArrayList<>();

    @Test
    void aControlIsCountedOnceHoweverManySamplesItsRoundHas() {
        sample(1, 100_000L, false);
        sample(1, 100_000L, false);
        sample(2, 300_000L, false);

        Instrument instrument = Instrument.of(samples);

        assertThat(instrument.n()).isEqualTo(2);
        assertThat(instrument.ttftErrorMs()).isEqualTo(new Instrument.TtftError(0.1, 0.3, 0.3));
        assertThat(instrument.suspectShare()).isZero();
    }

    @Test
    void quantilesAreByNearestRankOfMagnitudes() {
        for (int i = 1; i <= 100; i++) {
            sample(i, i % 2 == 0 ? i * 10_000L : -i * 10_000L, i > 98);
        }

        Instrument instrument = Instrument.of(samples);

        assertThat(instrument.ttftErrorMs()).isEqualTo(new Instrument.TtftError(0.5, 0.99, 1.0));
        assertThat(instrument.suspectShare()).isEqualTo(0.02);
    }

    @Test
    void roundsWithoutAControlTellNothingOfTheError() {
        sample(1, null, true);
        sample(2, null, false);

        assertThat(Instrument.of(samples)).isEqualTo(new Instrument(null, 0, 0.5));
        assertThat(Instrument.of(List.of())).isEqualTo(new Instrument(null, 0, null));
    }

    private void sample(int round, @Nullable Long controlErrorNs, boolean suspect) {
        samples.add(new WindowSample(
                UUID.randomUUID(),
                new UUID(0, 1),
                round,
                Vantage.DEFAULT,
                Instant.EPOCH,
                Outcome.OK,
                suspect,
                200,
                1L,
                1L,
                1L,
                1L,
                null,
                null,
                null,
                controlErrorNs,
                null,
                null,
                null));
    }
}
