package dev.evenkeel.probe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.ChunkGaps;
import dev.evenkeel.measurement.TokenSource;
import dev.evenkeel.measurement.Tokens;
import dev.evenkeel.probe.StreamChunk.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerTallyTest {
    private final AnswerTally answer = new AnswerTally();

    @Test
    void gapsAreNearestRankQuantilesOfTheTimesBetweenTokenEvents() {
        long at = 0;
        answer.add(content(), at);
        for (int gap = 100; gap >= 1; gap--) {
            at += gap;
            answer.add(content(), at);
        }

        ChunkGaps gaps = answer.gaps();

        assertThat(gaps).isEqualTo(new ChunkGaps(1, 50, 95, 100));
    }

    @Test
    void eventsOfOneReadHaveNoGapBetweenThem() {
        answer.add(content(), 7);
        answer.add(content(), 7);

        assertThat(answer.gaps()).isEqualTo(new ChunkGaps(0, 0, 0, 0));
    }

    @Test
    void oneTokenEventHasNoGaps() {
        answer.add(content(), 7);

        assertThat(answer.gaps()).isNull();
    }

    @Test
    void whatCarriesNoTokenMovesNoTokenClock() {
        answer.add(chunk(false, false, null), 1);
        answer.add(chunk(true, false, null), 2);
        answer.add(content(), 3);
        answer.add(chunk(false, false, new Usage(1, 2, null, null)), 4);

        assertThat(answer.firstTokenAt()).isEqualTo(2);
        assertThat(answer.firstAnswerAt()).isEqualTo(3);
        assertThat(answer.lastTokenAt()).isEqualTo(3);
    }

    @Test
    void withoutUsageTheEventsAreCountedAndSaidToBeEvents() {
        answer.add(content(), 1);
        answer.add(content(), 2);

        assertThat(answer.tokens()).isEqualTo(new Tokens(null, 2, null, null, null, 2, TokenSource.EVENTS));
    }

    @Test
    void hiddenReasoningWasNotStreamed() {
        answer.add(content(), 1);
        answer.add(chunk(false, false, new Usage(5, 30, 10, 1)), 2);

        assertThat(answer.tokens()).isEqualTo(new Tokens(5, 30, 10, 1, 20, 1, TokenSource.USAGE));
    }

    @Test
    void shownReasoningWasStreamed() {
        answer.add(chunk(true, false, null), 1);
        answer.add(chunk(false, false, new Usage(5, 30, 10, null)), 2);

        assertThat(requireNonNull(answer.tokens()).streamed()).isEqualTo(30);
    }

    @Test
    void theLatestUsageCounts() {
        answer.add(chunk(false, true, new Usage(5, 1, null, null)), 1);
        answer.add(chunk(false, true, new Usage(5, 2, null, null)), 2);

        assertThat(requireNonNull(answer.tokens()).output()).isEqualTo(2);
    }

    @Test
    void aCountThatALaterUsageLeavesOutIsKept() {
        answer.add(chunk(false, true, new Usage(5, 1, null, 3)), 1);
        answer.add(chunk(false, false, new Usage(null, 2, 1, null)), 2);

        assertThat(answer.tokens()).isEqualTo(new Tokens(5, 2, 1, 3, 1, 1, TokenSource.USAGE));
    }

    @Test
    void whatWasUndecidedIsWhereTheAnswerBegan() {
        answer.add(undecided(), 1);
        answer.add(undecided(), 2);
        answer.add(content(), 3);

        assertThat(answer.firstTokenAt()).isEqualTo(1);
        assertThat(answer.firstAnswerAt()).isEqualTo(1);
    }

    @Test
    void whatIsNeverDecidedIsTheAnswer() {
        answer.add(undecided(), 1);

        assertThat(answer.firstAnswerAt()).isEqualTo(1);
    }

    @Test
    void whatWasUndecidedBeforeReasoningIsNoAnswer() {
        answer.add(undecided(), 1);
        answer.add(chunk(true, false, null), 2);
        answer.add(content(), 3);

        assertThat(answer.firstTokenAt()).isEqualTo(1);
        assertThat(answer.firstAnswerAt()).isEqualTo(3);
    }

    @Test
    void aSilentStreamHasNoTokens() {
        answer.add(chunk(false, false, null), 1);

        assertThat(answer.tokens()).isNull();
    }

    @Test
    void whatTheProviderSaysOfItselfIsCleanedAndBounded() {
        answer.add(
                new StreamChunk(Kind.PART, false, false, false, false, null, "m\u0000\n1", "\u0007", "x".repeat(500)),
                1);

        assertThat(answer.model()).isEqualTo("m1");
        assertThat(answer.systemFingerprint()).isNull();
        assertThat(answer.finishReason()).hasSize(128);
    }

    private static StreamChunk undecided() {
        return new StreamChunk(Kind.PART, true, false, false, false, null, null, null, null);
    }

    private static StreamChunk content() {
        return chunk(false, true, null);
    }

    private static StreamChunk chunk(boolean reasoning, boolean answer, @Nullable Usage usage) {
        return new StreamChunk(Kind.PART, false, reasoning, answer, false, usage, null, null, null);
    }
}
