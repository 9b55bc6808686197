package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.measurement.Vantage;
import dev.evenkeel.samples.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CellsTest {
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

    @Test
    void cellsGrowWithTheWindow() {
        assertThat(Cells.lengthFor(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(5));
        assertThat(Cells.lengthFor(Duration.ofHours(24))).isEqualTo(Duration.ofMinutes(5));
        assertThat(Cells.lengthFor(Duration.ofDays(3))).isEqualTo(Duration.ofHours(1));
        assertThat(Cells.lengthFor(Duration.ofDays(7))).isEqualTo(Duration.ofHours(2));
        assertThat(Cells.lengthFor(Duration.ofDays(14))).isEqualTo(Duration.ofHours(4));
        assertThat(Cells.lengthFor(Duration.ofDays(30))).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void twelveStretchesOfTimeAreCells() {
        List<WindowSample> samples = samples(24, Duration.ofSeconds(150));

        Cells cells = cells(samples).orElseThrow();

        assertThat(cells.count()).isEqualTo(12);
        assertThat(cells.length()).isEqualTo(Duration.ofMinutes(5));
        assertThat(samples).extracting(cells::of).startsWith(0, 0, 1, 1).endsWith(11, 11);
    }

    @Test
    void belowTwelveStretchesTheRoundsAreTheCells() {
        List<WindowSample> samples = samples(12, Duration.ofSeconds(10));

        Cells cells = cells(samples).orElseThrow();

        assertThat(cells.count()).isEqualTo(12);
        assertThat(cells.length()).isNull();
        assertThat(samples).extracting(cells::of).doesNotHaveDuplicates();
    }

    @Test
    void soManyRoundsAreSummedUpInTheLongestStretchesThatAreEnough() {
        Cells minutes = cells(samples(2_400, Duration.ofSeconds(1))).orElseThrow();
        List<WindowSample> twoDays = samples(34_560, Duration.ofSeconds(5));
        Cells hours = Cells.of(
                        List.of(new SampledTarget(new TargetRef("a", "kimi"), twoDays)),
                        Cells.lengthFor(Duration.ofDays(31)))
                .orElseThrow();

        assertThat(minutes.count()).isEqualTo(40);
        assertThat(minutes.length()).isEqualTo(Duration.ofMinutes(1));
        assertThat(hours.count()).isEqualTo(48);
        assertThat(hours.length()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void belowTwelveRoundsThereAreNoCells() {
        Optional<Cells> cells = cells(samples(11, Duration.ofSeconds(10)));

        assertThat(cells).isEmpty();
    }

    @Test
    void tooFewCellsWeighHeavierThanTheTailAndTheTailIsLabelledByItsEvents() {
        assertThat(Reliability.of(11, 50)).isEqualTo(Reliability.FEW_CELLS);
        assertThat(Reliability.of(11, 0)).isEqualTo(Reliability.FEW_CELLS);
        assertThat(Reliability.of(12, 0)).isEqualTo(Reliability.NO_TAIL_SEEN);
        assertThat(Reliability.of(12, 1)).isEqualTo(Reliability.FEW_TAIL_EVENTS);
        assertThat(Reliability.of(12, 4)).isEqualTo(Reliability.FEW_TAIL_EVENTS);
        assertThat(Reliability.of(12, 5)).isEqualTo(Reliability.OK);
    }

    private static Optional<Cells> cells(List<WindowSample> samples) {
        return Cells.of(
                List.of(new SampledTarget(new TargetRef("a", "kimi"), samples)), Cells.lengthFor(Duration.ofHours(1)));
    }

    private static List<WindowSample> samples(int count, Duration spacing) {
        return IntStream.range(0, count)
                .mapToObj(i -> new WindowSample(
                        new UUID(0, 1),
                        new UUID(0, i / 3),
                        i % 3,
                        Vantage.DEFAULT,
                        START.plus(spacing.multipliedBy(i)),
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
                        null))
                .toList();
    }
}
