package dev.evenkeel.rollup;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** How long the stretches of time are that samples are summed up in. Aligned to the epoch; each is made of whole finer ones. */
public enum Resolution {
    FIVE_MINUTES(Duration.ofMinutes(5)),
    HOUR(Duration.ofHours(1)),
    SIX_HOURS(Duration.ofHours(6)),
    DAY(Duration.ofDays(1));

    /** From the finest to the coarsest. */
    public static final List<Resolution> LADDER = List.of(values());

    private final Duration step;

    Resolution(Duration step) {
        this.step = step;
    }

    public Duration step() {
        return step;
    }

    /** In whole seconds, as it is stored. */
    public int seconds() {
        return Math.toIntExact(step.toSeconds());
    }

    /** @throws IllegalArgumentException where no resolution has that step */
    static Resolution ofSeconds(int seconds) {
        return Arrays.stream(values())
                .filter(resolution -> resolution.seconds() == seconds)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no resolution of " + seconds + " s"));
    }

    /** The start of the stretch that holds the instant. */
    public Instant floor(Instant at) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), (long) seconds()) * seconds());
    }

    /** The first edge that is not before the instant. */
    public Instant ceiling(Instant at) {
        Instant floor = floor(at);
        return floor.equals(at) ? at : floor.plus(step);
    }
}
