package dev.evenkeel.ranking;

import dev.evenkeel.samples.WindowSample;
import java.util.Comparator;
import java.util.UUID;

/** The round that a sample belongs to. */
record Round(UUID run, int number) {
    static final Comparator<Round> ORDER = Comparator.comparing(Round::run).thenComparing(Round::number);

    static Round of(WindowSample sample) {
        return new Round(sample.runId(), sample.round());
    }
}
