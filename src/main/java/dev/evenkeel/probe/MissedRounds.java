package dev.evenkeel.probe;

import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.pipeline.MissedRoundPublisher;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells of rounds that this process held and did not probe. Thread-safe. */
@Singleton
class MissedRounds {
    private static final Logger LOG = Logger.getLogger(MissedRounds.class);

    private final MissedRoundPublisher publisher;
    private final ProbeMetrics metrics;

    MissedRounds(MissedRoundPublisher publisher, ProbeMetrics metrics) {
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /**
     * Completes once the reason is told, or can't be: that its samples are missing is told by the run in any case.
     *
     * @param lateNs how long after its instant the round was given up
     */
    Uni<Void> tell(RoundRequest round, MissedRound.Reason reason, long lateNs) {
        metrics.missed(reason);
        LOG.warnf(
                "round missed reason=%s run=%s campaign=%s round=%d lateMs=%d",
                reason, round.runId(), round.campaign(), round.round(), TimeUnit.NANOSECONDS.toMillis(lateNs));
        var missed = new MissedRound(
                round.campaignId(),
                round.runId(),
                round.round(),
                round.vantage(),
                round.fireAt(),
                reason,
                round.probes());
        return publisher
                .publish(missed)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        failure,
                        "reason of a missed round not published run=%s round=%d",
                        round.runId(),
                        round.round()))
                .onFailure()
                .recoverWithNull();
    }
}
