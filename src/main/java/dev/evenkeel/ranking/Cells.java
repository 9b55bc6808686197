package dev.evenkeel.ranking;

import dev.evenkeel.samples.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The units that the bootstrap draws: stretches of time aligned to the epoch, or single rounds where
 * there are too few stretches. Only those that hold a sample count, so that a campaign's idle hours are
 * not taken for evidence. Numbered from 0 in an order that depends on the samples alone, not on theirs.
 */
final class Cells {
    /** An interval needs as many. */
    static final int MIN_CELLS = 12;

    private final Function<WindowSample, Object> keyOf;
    private final Map<Object, Integer> numbers;
    private final @Nullable Duration length;

    private <K> Cells(
            Collection<WindowSample> samples,
            Function<WindowSample, K> keyOf,
            Comparator<K> order,
            @Nullable Duration length) {
        this.keyOf = keyOf::apply;
        this.numbers = new HashMap<>();
        this.length = length;
        samples.stream().map(keyOf).distinct().sorted(order).forEach(key -> numbers.put(key, numbers.size()));
    }

    /** Stretches of time if there are twelve, else rounds if there are twelve, else empty: no interval can be had. */
    static Optional<Cells> of(Collection<WindowSample> samples, Duration window) {
        Duration length = lengthFor(window);
        Cells stretches = new Cells(
                samples, sample -> stretchOf(sample.scheduledAt(), length), Comparator.<Long>naturalOrder(), length);
        if (stretches.count() >= MIN_CELLS) {
            return Optional.of(stretches);
        }
        Cells rounds = new Cells(samples, Round::of, Round.ORDER, null);
        return rounds.count() >= MIN_CELLS ? Optional.of(rounds) : Optional.empty();
    }

    /**
     * Small against the window, so that the interval speaks of this window: 5 min up to a day, 1 h up to 3
     * days, 2 h up to 7, 4 h up to 14, 6 h beyond.
     */
    static Duration lengthFor(Duration window) {
        if (window.compareTo(Duration.ofDays(1)) <= 0) {
            return Duration.ofMinutes(5);
        }
        if (window.compareTo(Duration.ofDays(3)) <= 0) {
            return Duration.ofHours(1);
        }
        if (window.compareTo(Duration.ofDays(7)) <= 0) {
            return Duration.ofHours(2);
        }
        return window.compareTo(Duration.ofDays(14)) <= 0 ? Duration.ofHours(4) : Duration.ofHours(6);
    }

    /** The number of the stretch of time that holds the instant. */
    static long stretchOf(Instant at, Duration length) {
        return Math.floorDiv(at.getEpochSecond(), length.toSeconds());
    }

    int count() {
        return numbers.size();
    }

    /** Absent where the cells are rounds. */
    @Nullable
    Duration length() {
        return length;
    }

    int of(WindowSample sample) {
        Integer number = numbers.get(keyOf.apply(sample));
        if (number == null) {
            throw new IllegalArgumentException("the sample is not one that the cells were made of");
        }
        return number;
    }
}
