package dev.evenkeel.simulator;

import dev.evenkeel.simulator.SimulatorConfig.FaultsConfig;
import java.util.Map;

/** The faults that a provider's configuration asks for. */
final class ConfiguredFaults {
    private ConfiguredFaults() {}

    static FaultShares of(FaultsConfig faults) {
        Map<Ending, Double> shares = Map.ofEntries(
                Map.entry(Ending.RATE_LIMITED, faults.rateLimited()),
                Map.entry(Ending.SERVER_ERROR, faults.serverError()),
                Map.entry(Ending.UNAUTHORIZED, faults.unauthorized()),
                Map.entry(Ending.STALLED, faults.stalled()),
                Map.entry(Ending.STALLED_AMID, faults.stalledAmid()),
                Map.entry(Ending.CUT, faults.cut()),
                Map.entry(Ending.ERROR_EVENT, faults.errorEvent()),
                Map.entry(Ending.GARBAGE, faults.garbage()),
                Map.entry(Ending.GARBAGE_EVENTS, faults.garbageEvents()),
                Map.entry(Ending.EMPTY, faults.empty()),
                Map.entry(Ending.UNSTREAMED, faults.unstreamed()),
                Map.entry(Ending.SLOW_DRIP, faults.slowDrip()),
                Map.entry(Ending.ENDLESS, faults.endless()),
                Map.entry(Ending.GIANT_LINE, faults.giantLine()),
                Map.entry(Ending.STALE, faults.stale()));
        return new FaultShares(shares, faults.retryAfter(), faults.cutAfterTokens(), faults.dripGap());
    }
}
