package dev.evenkeel.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One model at one provider: deals each request its script. Faults that show no token draw no time, so
 * that those served have the table's statistics. Not thread-safe.
 */
final class ServedModel {
    private static final double GAP_JITTER = 0.2;

    private final SimulatedProvider provider;
    private final String model;
    private final double timeScale;
    private final Deck<Long> ttfts;
    private final Deck<Ending> endings;
    private final SplittableRandom jitter;
    private final double meanGapNs;

    ServedModel(SimulatedProvider provider, String model, LatencyProfile profile, SimulatorSettings settings) {
        this.provider = provider;
        this.model = model;
        this.timeScale = settings.timeScale();
        long names = 31L * provider.name().hashCode() + model.hashCode();
        SplittableRandom seeds = new SplittableRandom(settings.seed() ^ (names << 16));
        this.ttfts = new Deck<>(profile.ttft().sortedNanos(LatencyProfile.DECK_SIZE), seeds.nextLong());
        this.endings = new Deck<>(provider.faults().sortedEndings(), seeds.nextLong());
        this.jitter = seeds.split();
        this.meanGapNs = profile.tokenGap().toNanos() * timeScale;
    }

    String providerName() {
        return provider.name();
    }

    String model() {
        return model;
    }

    FaultShares faults() {
        return provider.faults();
    }

    /** Between two tokens of a slow drip. */
    long dripGapNs() {
        return Math.round(faults().dripGap().toNanos() * timeScale);
    }

    /**
     * The script of the next request.
     *
     * @param tokens how many it would get if all went well
     * @param firstOfConnection whether its connection has served no request yet, and so can't be stale
     */
    Script next(int tokens, boolean firstOfConnection) {
        Ending dealt = endings.next();
        Ending ending = dealt == Ending.STALE && firstOfConnection ? Ending.COMPLETED : dealt;
        int shown = switch (ending) {
            case COMPLETED, UNSTREAMED -> tokens;
            case CUT, STALLED_AMID, ERROR_EVENT -> Math.min(tokens, faults().cutAfterTokens());
            case SLOW_DRIP -> 1;
            case RATE_LIMITED,
                    SERVER_ERROR,
                    UNAUTHORIZED,
                    STALLED,
                    GARBAGE,
                    GARBAGE_EVENTS,
                    EMPTY,
                    ENDLESS,
                    GIANT_LINE,
                    STALE,
                    CLIENT_LEFT -> 0;
        };
        return new Script(ending, shown == 0 ? List.of() : tokenOffsets(shown));
    }

    private List<Long> tokenOffsets(int tokens) {
        List<Long> offsets = new ArrayList<>(tokens);
        double due = ttfts.next() * timeScale;
        for (int token = 0; token < tokens; token++) {
            offsets.add(Math.round(due));
            due += meanGapNs * (1 + GAP_JITTER * (2 * jitter.nextDouble() - 1));
        }
        return offsets;
    }
}
