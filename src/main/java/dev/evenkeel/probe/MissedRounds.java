package dev.evenkeel.probe;

import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.RoundRequest;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells of rounds that this process held and did not probe. Thread-safe. */
@Singleton
class MissedRounds {
    private static final Logger LOG = Logger.getLogger(MissedRounds.class);

    private final ProbeMetrics metrics;

    MissedRounds(ProbeMetrics metrics) {
        this.metrics = metrics;
    }

    void tell(RoundRequest round, MissedRound.Reason reason, long lateNs) {
        metrics.missed(reason);
        LOG.warnf(
                "round missed reason=%s run=%s campaign=%s round=%d lateMs=%d",
                reason, round.runId(), round.campaign(), round.round(), TimeUnit.NANOSECONDS.toMillis(lateNs));
    }
}
