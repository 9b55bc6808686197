package dev.evenkeel.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Deals the cards of a sorted list in shuffled order, then the same cards in another order, for ever.
 * A whole deck has exactly the statistics of the list. Every {@value #BANDS} successive cards, counted
 * from a deck's start, hold one card of each twentieth of the list, so that few draws are steady
 * already. The same seed deals the same cards. Not thread-safe.
 */
final class Deck<T> {
    static final int BANDS = 20;

    private final List<T> sorted;
    private final SplittableRandom seeds;
    private List<T> shuffled = List.of();
    private int position;

    Deck(List<T> sorted, long seed) {
        if (sorted.isEmpty() || sorted.size() % BANDS != 0) {
            throw new IllegalArgumentException("sorted must hold a multiple of " + BANDS + " cards");
        }
        this.sorted = List.copyOf(sorted);
        this.seeds = new SplittableRandom(seed);
    }

    T next() {
        if (position == shuffled.size()) {
            shuffled = shuffle(new Random(seeds.nextLong()));
            position = 0;
        }
        return shuffled.get(position++);
    }

    private List<T> shuffle(Random random) {
        int perBand = sorted.size() / BANDS;
        List<List<T>> bands = new ArrayList<>();
        for (int band = 0; band < BANDS; band++) {
            List<T> cards = new ArrayList<>(sorted.subList(band * perBand, (band + 1) * perBand));
            Collections.shuffle(cards, random);
            bands.add(cards);
        }
        List<T> dealt = new ArrayList<>(sorted.size());
        for (int block = 0; block < perBand; block++) {
            List<T> cards = new ArrayList<>(BANDS);
            for (List<T> band : bands) {
                cards.add(band.get(block));
            }
            Collections.shuffle(cards, random);
            dealt.addAll(cards);
        }
        return dealt;
    }
}
