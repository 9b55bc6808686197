package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Sample;
import java.util.function.Consumer;

/** What a prober tells: what it observed of one probe, or that it did not probe a round. */
sealed interface Told {
    void match(Consumer<Sample> onSample, Consumer<MissedRound> onMissed);

    record Observed(Sample sample) implements Told {
        @Override
        public void match(Consumer<Sample> onSample, Consumer<MissedRound> onMissed) {
            onSample.accept(sample);
        }
    }

    record Missed(MissedRound missed) implements Told {
        @Override
        public void match(Consumer<Sample> onSample, Consumer<MissedRound> onMissed) {
            onMissed.accept(missed);
        }
    }
}
