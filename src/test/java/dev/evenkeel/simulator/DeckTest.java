package dev.evenkeel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeckTest {
    private static final List<Integer> CARDS = IntStream.range(0, 200).boxed().toList();

    @Test
    void everyDeckDealsEachCardOnce() {
        Deck<Integer> deck = new Deck<>(CARDS, 7);

        List<Integer> first = deal(deck, 200);
        List<Integer> second = deal(deck, 200);

        assertThat(first).containsExactlyInAnyOrderElementsOf(CARDS).isNotEqualTo(CARDS);
        assertThat(second).containsExactlyInAnyOrderElementsOf(CARDS).isNotEqualTo(first);
    }

    @Test
    void everyTwentyCardsHoldOneOfEachTwentieth() {
        Deck<Integer> deck = new Deck<>(CARDS, 7);

        for (int block = 0; block < 30; block++) {
            assertThat(deal(deck, 20).stream().map(card -> card / 10))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 20).boxed().toList());
        }
    }

    @Test
    void theSeedDecidesTheOrder() {
        List<Integer> dealt = deal(new Deck<>(CARDS, 7), 400);

        assertThat(deal(new Deck<>(CARDS, 7), 400)).isEqualTo(dealt);
        assertThat(deal(new Deck<>(CARDS, 8), 400)).isNotEqualTo(dealt);
    }

    @Test
    void aListThatIsNoMultipleOfTwentyIsRefused() {
        assertThatThrownBy(() -> new Deck<>(CARDS.subList(0, 30), 7)).hasMessageContaining("multiple of 20");
        assertThatThrownBy(() -> new Deck<>(List.of(), 7)).hasMessageContaining("multiple of 20");
    }

    private static <T> List<T> deal(Deck<T> deck, int cards) {
        return Stream.generate(deck::next).limit(cards).toList();
    }
}
