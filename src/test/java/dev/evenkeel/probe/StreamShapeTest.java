package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.StreamShape;
import dev.evenkeel.probe.StreamChunk.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamShapeTest {
    private final AnswerTally answer = new AnswerTally();

    @Test
    void aStreamWithoutTokensHasNeitherGapsNorBursts() {
        answer.body(10, 1);
        answer.event();

        assertThat(answer.shape(true, null)).isEqualTo(new StreamShape(10, 1, null, null, null, false));
    }

    @Test
    void oneTokenIsNotBuffered() {
        read(1, 100, 1);

        assertThat(answer.shape(true, 40L)).isEqualTo(new StreamShape(10, 1, null, null, 0.0, false));
    }

    @Test
    void twoTokensHaveOneGapAndNoStall() {
        read(1, 100, 1);
        read(2, 130, 1);

        assertThat(answer.shape(true, 40L)).isEqualTo(new StreamShape(20, 2, 70L, 0, 0.0, false));
    }

    @Test
    void twoTokensOfOneReadAreABurstAndBuffered() {
        read(1, 100, 2);

        assertThat(answer.shape(true, 40L)).isEqualTo(new StreamShape(10, 2, 40L, 0, 1.0, true));
    }

    @Test
    void readsOfTheSameTimeAreDifferentReads() {
        read(1, 100, 1);
        read(2, 100, 1);

        assertThat(answer.shape(true, 40L).burstShare()).isZero();
        assertThat(answer.shape(true, 40L).buffered()).isFalse();
    }

    @Test
    void partsOfOneReadAreOneRead() {
        read(1, 100, 1);
        read(1, 100, 1);
        read(2, 110, 1);
        read(2, 110, 2);
        read(3, 120, 1);

        assertThat(answer.shape(true, 40L).burstShare()).isEqualTo(5 / 6.0);
    }

    @Test
    void theFirstOfEquallyLongGapsIsTold() {
        long[] times = {0, 10, 110, 120, 220};
        for (int i = 0; i < times.length; i++) {
            read(i + 1, times[i], 1);
        }

        assertThat(answer.shape(true, 7L).longestGapAtNs()).isEqualTo(117);
    }

    @Test
    void aGapOfMoreThanFiveMediansIsAStall() {
        long[] times = {0, 10, 20, 30, 40, 90, 141, 151, 161};
        for (int i = 0; i < times.length; i++) {
            read(i + 1, times[i], 1);
        }

        assertThat(answer.shape(true, 7L).stalls()).isEqualTo(1);
    }

    @Test
    void oneEventOfSeveralCountedTokensIsBuffered() {
        read(1, 100, 1);
        answer.add(chunk(false, new Usage(7, 6, null, null)), 110);

        assertThat(answer.shape(true, 40L).buffered()).isTrue();
    }

    @Test
    void oneVisibleTokenAfterHiddenReasoningIsNotBuffered() {
        read(1, 100, 1);
        answer.add(chunk(false, new Usage(7, 6, 5, null)), 110);

        assertThat(answer.shape(true, 40L).buffered()).isFalse();
    }

    @Test
    void anAnswerThatWasCutOffIsNotSaidToBeBuffered() {
        read(1, 100, 2);

        assertThat(answer.shape(false, 40L).buffered()).isFalse();
    }

    private void read(long number, long at, int tokens) {
        answer.body(10, number);
        for (int i = 0; i < tokens; i++) {
            answer.event();
            answer.add(chunk(true, null), at);
        }
    }

    private static StreamChunk chunk(boolean content, @Nullable Usage usage) {
        return new StreamChunk(Kind.PART, false, false, content, false, usage, null, null, null);
    }
}
