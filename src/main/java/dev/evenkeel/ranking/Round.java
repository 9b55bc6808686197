package dev.evenkeel.ranking;

import dev.evenkeel.samples.WindowSample;
import java.util.Comparator;
import java.util.UUID;

/** The round that a sample belongs to. What is asked from two vantages at the same instant shares neither clock nor network: that is two. */
record Round(UUID run, int number, String vantage) {
    static final Comparator<Round> ORDER =
            Comparator.comparing(Round::run).thenComparing(Round::number).thenComparing(Round::vantage);

    static Round of(WindowSample sample) {
        return new Round(sample.runId(), sample.round(), sample.vantage());
    }
}
