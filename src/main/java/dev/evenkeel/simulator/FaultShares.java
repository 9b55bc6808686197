package dev.evenkeel.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which share of a provider's requests goes wrong, and how. Shares are multiples of 1/200 and come out
 * exactly in every 200 requests for a model; where all of them are multiples of 1/20, in every 20.
 *
 * @param shares by fault; one that is absent is 0
 * @param retryAfter what a 429 asks for, in whole seconds, rounded up, not scaled; zero = it asks for nothing
 * @param cutAfterTokens tokens that are written before a stream is cut, falls silent or brings its error; 1 or more
 * @param dripGap time between two tokens of a slow drip, before the simulator's time scale
 */
public record FaultShares(Map<Ending, Double> shares, Duration retryAfter, int cutAfterTokens, Duration dripGap) {
    public static final FaultShares NONE = new FaultShares(Map.of(), Duration.ofSeconds(1), 8, Duration.ofSeconds(10));

    private static final int DECK_SIZE = 200;

    public FaultShares {
        Map<Ending, Double> given = new EnumMap<>(Ending.class);
        given.putAll(shares);
        given.values().removeIf(share -> share == 0);
        int faulty = given.entrySet().stream()
                .mapToInt(entry -> cards(entry.getKey(), entry.getValue()))
                .sum();
        if (faulty > DECK_SIZE) {
            throw new IllegalArgumentException("shares must not exceed 1 together");
        }
        shares = Collections.unmodifiableMap(given);
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("retryAfter must not be negative");
        }
        if (cutAfterTokens < 1) {
            throw new IllegalArgumentException("cutAfterTokens must be 1 or more");
        }
        if (dripGap.isNegative() || dripGap.isZero()) {
            throw new IllegalArgumentException("dripGap must be positive");
        }
    }

    /** The same with another share of one fault. */
    public FaultShares with(Ending fault, double share) {
        Map<Ending, Double> changed = new HashMap<>(shares);
        changed.put(fault, share);
        return new FaultShares(changed, retryAfter, cutAfterTokens, dripGap);
    }

    public FaultShares withRetryAfter(Duration asked) {
        return new FaultShares(shares, asked, cutAfterTokens, dripGap);
    }

    /** The ending meant for each request of a deck, alike ones together. */
    List<Ending> sortedEndings() {
        List<Ending> endings = new ArrayList<>();
        shares.forEach((fault, share) -> endings.addAll(Collections.nCopies(cards(fault, share), fault)));
        endings.addAll(Collections.nCopies(DECK_SIZE - endings.size(), Ending.COMPLETED));
        return endings;
    }

    private static int cards(Ending fault, double share) {
        if (!fault.fault()) {
            throw new IllegalArgumentException(fault + " is no fault");
        }
        double cards = share * DECK_SIZE;
        if (!(share >= 0 && share <= 1) || Math.abs(cards - Math.rint(cards)) > 1e-6) {
            throw new IllegalArgumentException(fault + " must be a multiple of 1/200 in 0 to 1: " + share);
        }
        return (int) Math.rint(cards);
    }
}
