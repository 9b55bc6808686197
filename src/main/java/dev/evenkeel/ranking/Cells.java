package dev.evenkeel.ranking;

import dev.evenkeel.samples.WindowSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The units that the bootstrap draws: stretches of time aligned to the epoch, or single rounds or shorter stretches where
 * there are too few. Only those that hold a sample count, so that a campaign's idle hours are
 * not taken for evidence. Numbered from 0 in an order that depends on the samples alone, not on theirs.
 */
final class Cells {
    /** An interval needs as many. */
    static final int MIN_CELLS = 12;

    /** What resampling costs grows with their number, and what an interval is worth does not. */
    private static final int MOST_ROUNDS = 2_000;

    private static final List<Duration> SHORTER =
            List.of(Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofMinutes(1));

    private final Map<Object, Integer> numbers = new HashMap<>();
    private final @Nullable Duration length;

    /** @param keys in ascending order */
    private Cells(Set<?> keys, @Nullable Duration length) {
        this.length = length;
        keys.forEach(key -> numbers.put(key, numbers.size()));
    }

    /**
     * Stretches of time that hold a counted sample of one of the targets if there are twelve, else rounds if there are
     * twelve, or of so many rounds shorter stretches, else empty: no interval can be had.
     */
    static Optional<Cells> of(Collection<TargetWindow> targets, Duration length) {
        Optional<Cells> stretches = stretches(targets, length);
        return stretches.isPresent() ? stretches : finer(targets, length);
    }

    private static Optional<Cells> finer(Collection<TargetWindow> targets, Duration length) {
        Set<Round> rounds = new TreeSet<>(Round.ORDER);
        rounds.addAll(union(targets, TargetWindow::rounds));
        if (rounds.size() <= MOST_ROUNDS) {
            return rounds.size() >= MIN_CELLS ? Optional.of(new Cells(rounds, null)) : Optional.empty();
        }
        return SHORTER.stream()
                .filter(shorter -> shorter.compareTo(length) < 0)
                .flatMap(shorter -> stretches(targets, shorter).stream())
                .findFirst();
    }

    private static Optional<Cells> stretches(Collection<TargetWindow> targets, Duration length) {
        Set<Long> stretches = union(targets, target -> target.stretches(length));
        return stretches.size() >= MIN_CELLS
                ? Optional.of(new Cells(new TreeSet<>(stretches), length))
                : Optional.empty();
    }

    private static <K> Set<K> union(Collection<TargetWindow> targets, Function<TargetWindow, Set<K>> keys) {
        return targets.stream().flatMap(target -> keys.apply(target).stream()).collect(Collectors.toSet());
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
        return numbered(length == null ? Round.of(sample) : (Object) stretchOf(sample.scheduledAt(), length));
    }

    /** The cell of what happened in the stretch of time that starts at the instant. */
    int of(Instant startsAt) {
        if (length == null) {
            throw new IllegalStateException("the cells are rounds");
        }
        return numbered(stretchOf(startsAt, length));
    }

    private int numbered(Object key) {
        Integer number = numbers.get(key);
        if (number == null) {
            throw new IllegalArgumentException("not one of what the cells were made of");
        }
        return number;
    }
}
