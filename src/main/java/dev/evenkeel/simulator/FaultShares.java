package dev.evenkeel.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which share of a provider's requests goes wrong, and how. Shares are multiples of 1/200 and come out
 * exactly in every 200 requests for a model; where all of them are multiples of 1/20, in every 20.
 *
 * @param rateLimited answered with 429
 * @param serverError answered with 500
 * @param stalled response head, then nothing
 * @param cut connection closed amid the stream
 * @param retryAfter what a 429 asks for; sent in whole seconds, rounded up, not scaled
 * @param cutAfterTokens tokens that are written before a stream is cut; 1 or more
 */
public record FaultShares(
        double rateLimited, double serverError, double stalled, double cut, Duration retryAfter, int cutAfterTokens) {
    public static final FaultShares NONE = new FaultShares(0, 0, 0, 0, Duration.ofSeconds(1), 8);

    private static final int DECK_SIZE = 200;

    public FaultShares {
        int faulty = cards("rateLimited", rateLimited)
                + cards("serverError", serverError)
                + cards("stalled", stalled)
                + cards("cut", cut);
        if (faulty > DECK_SIZE) {
            throw new IllegalArgumentException("shares must not exceed 1 together");
        }
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("retryAfter must not be negative");
        }
        if (cutAfterTokens < 1) {
            throw new IllegalArgumentException("cutAfterTokens must be 1 or more");
        }
    }

    public FaultShares withRateLimited(double share) {
        return new FaultShares(share, serverError, stalled, cut, retryAfter, cutAfterTokens);
    }

    public FaultShares withServerError(double share) {
        return new FaultShares(rateLimited, share, stalled, cut, retryAfter, cutAfterTokens);
    }

    public FaultShares withStalled(double share) {
        return new FaultShares(rateLimited, serverError, share, cut, retryAfter, cutAfterTokens);
    }

    public FaultShares withCut(double share) {
        return new FaultShares(rateLimited, serverError, stalled, share, retryAfter, cutAfterTokens);
    }

    /** The ending meant for each request of a deck, alike ones together. */
    List<Ending> sortedEndings() {
        List<Ending> endings = new ArrayList<>();
        endings.addAll(Collections.nCopies(cards("rateLimited", rateLimited), Ending.RATE_LIMITED));
        endings.addAll(Collections.nCopies(cards("serverError", serverError), Ending.SERVER_ERROR));
        endings.addAll(Collections.nCopies(cards("stalled", stalled), Ending.STALLED));
        endings.addAll(Collections.nCopies(cards("cut", cut), Ending.CUT));
        endings.addAll(Collections.nCopies(DECK_SIZE - endings.size(), Ending.COMPLETED));
        return endings;
    }

    private static int cards(String name, double share) {
        double cards = share * DECK_SIZE;
        if (!(share >= 0 && share <= 1) || Math.abs(cards - Math.rint(cards)) > 1e-6) {
            throw new IllegalArgumentException(name + " must be a multiple of 1/200 in 0 to 1: " + share);
        }
        return (int) Math.rint(cards);
    }
}
