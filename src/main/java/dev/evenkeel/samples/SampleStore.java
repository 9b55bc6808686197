package dev.evenkeel.samples;

import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.pipeline.DeadLetterCause;
import dev.evenkeel.pipeline.ReceivedSample;
import dev.evenkeel.pipeline.RejectedSample;
import dev.evenkeel.pipeline.SampleSink;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Stores batches of samples so that each counts once. A row that the database refuses is found by halving
 * the batch until it is alone; all others are stored.
 */
@Singleton
class SampleStore implements SampleSink {
    private static final Logger LOG = Logger.getLogger(SampleStore.class);

    /** One order for all writers, so that no two of them wait for each other's keys. */
    private static final Comparator<ReceivedSample> BY_KEY = Comparator.comparing(
                    (ReceivedSample received) -> received.sample().scheduledAt())
            .thenComparing(received -> received.sample().id());

    private final SamplePartitions partitions;
    private final CampaignLookup campaigns;
    private final SampleInsert insert;
    private final SampleMetrics metrics;

    SampleStore(SamplePartitions partitions, CampaignLookup campaigns, SampleInsert insert, SampleMetrics metrics) {
        this.partitions = partitions;
        this.campaigns = campaigns;
        this.insert = insert;
        this.metrics = metrics;
    }

    @Override
    public Uni<List<RejectedSample>> store(List<ReceivedSample> samples, List<MissedRound> missed) {
        if (samples.isEmpty() && missed.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return partitions.range().chain(range -> storeWithin(range, samples, within(range, missed)));
    }

    /** A missed round of a day whose samples are not kept has no run that anybody could still ask about. */
    private static List<MissedRound> within(PartitionRange range, List<MissedRound> missed) {
        return missed.stream()
                .filter(round -> !range.tooOld(round.scheduledAt()) && !range.tooNew(round.scheduledAt()))
                .toList();
    }

    private Uni<List<RejectedSample>> storeWithin(
            PartitionRange range, List<ReceivedSample> batch, List<MissedRound> missed) {
        Sorted sorted = Sorted.by(range, batch);
        List<ReceivedSample> rows =
                distinct(sorted.inside()).stream().sorted(BY_KEY).toList();
        return ofExistingCampaigns(rows, missed)
                .chain(this::insertOrHalve)
                .map(invalid -> both(sorted.outside(), invalid));
    }

    private static Collection<ReceivedSample> distinct(List<ReceivedSample> samples) {
        Map<UUID, ReceivedSample> distinct = new LinkedHashMap<>();
        samples.forEach(received -> distinct.putIfAbsent(received.sample().id(), received));
        return distinct.values();
    }

    /** A campaign that was deleted while its last probes were under way wants nothing of them. */
    private Uni<Batch> ofExistingCampaigns(List<ReceivedSample> rows, List<MissedRound> missed) {
        Set<UUID> named = Stream.concat(
                        rows.stream().map(row -> row.sample().campaignId()),
                        missed.stream().map(MissedRound::campaignId))
                .collect(Collectors.toSet());
        return campaigns.existing(named).map(existing -> {
            List<ReceivedSample> wanted = rows.stream()
                    .filter(row -> existing.containsKey(row.sample().campaignId()))
                    .toList();
            if (wanted.size() < rows.size()) {
                metrics.orphaned(rows.size() - wanted.size());
                LOG.infof("samples of deleted campaigns dropped count=%d", rows.size() - wanted.size());
            }
            List<MissedRound> wantedMissed = missed.stream()
                    .filter(round -> existing.containsKey(round.campaignId()))
                    .toList();
            return new Batch(wanted, wantedMissed, existing);
        });
    }

    private Uni<List<RejectedSample>> insertOrHalve(Batch batch) {
        if (batch.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return SqlStates.retryingDeadlocks(insert.insert(batch.rows(), batch.missed(), batch.slos()))
                .map(inserted -> List.<RejectedSample>of())
                .onFailure(SqlStates::isData)
                .recoverWithUni(failure -> SqlStates.isCheckViolation(failure)
                        ? withinWhatThereIs(batch, failure)
                        : halve(batch, failure));
    }

    /** Another process may have dropped a day since this one last looked: what is of that day is no bad data. */
    private Uni<List<RejectedSample>> withinWhatThereIs(Batch batch, Throwable failure) {
        return partitions.look().chain(range -> {
            Sorted sorted = Sorted.by(range, batch.rows());
            return sorted.outside().isEmpty()
                    ? halve(batch, failure)
                    : insertOrHalve(batch.of(sorted.inside(), within(range, batch.missed())))
                            .map(rejected -> both(sorted.outside(), rejected));
        });
    }

    /** Only rows are refused: of missed rounds nothing is stored that a column can't hold. */
    private Uni<List<RejectedSample>> halve(Batch batch, Throwable failure) {
        List<ReceivedSample> rows = batch.rows();
        if (rows.size() == 1) {
            String detail = failure instanceof PgException pg
                    ? "SQLSTATE " + pg.getSqlState() + ": " + pg.getErrorMessage()
                    : "a value is out of range: " + failure.getMessage();
            return insertOrHalve(batch.of(List.of(), batch.missed()))
                    .replaceWith(List.of(new RejectedSample(rows.get(0), DeadLetterCause.INVALID, detail)));
        }
        if (rows.isEmpty()) {
            return Uni.createFrom().failure(failure);
        }
        int middle = rows.size() / 2;
        return insertOrHalve(batch.of(rows.subList(0, middle), batch.missed()))
                .chain(first -> insertOrHalve(batch.of(rows.subList(middle, rows.size()), List.of()))
                        .map(second -> both(first, second)));
    }

    /**
     * What is stored in one transaction.
     *
     * @param slos of the campaigns
     */
    private record Batch(List<ReceivedSample> rows, List<MissedRound> missed, Map<UUID, Slo> slos) {
        Batch of(List<ReceivedSample> someRows, List<MissedRound> someMissed) {
            return new Batch(someRows, someMissed, slos);
        }

        boolean isEmpty() {
            return rows.isEmpty() && missed.isEmpty();
        }
    }

    private static List<RejectedSample> both(List<RejectedSample> some, List<RejectedSample> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** Samples by whether there is a day for them. */
    private record Sorted(List<ReceivedSample> inside, List<RejectedSample> outside) {
        static Sorted by(PartitionRange range, List<ReceivedSample> samples) {
            List<ReceivedSample> inside = new ArrayList<>();
            List<RejectedSample> outside = new ArrayList<>();
            for (ReceivedSample received : samples) {
                if (range.tooOld(received.sample().scheduledAt())) {
                    outside.add(
                            rejected(received, DeadLetterCause.TOO_OLD, "the oldest day kept is " + range.oldest()));
                } else if (range.tooNew(received.sample().scheduledAt())) {
                    outside.add(
                            rejected(received, DeadLetterCause.TOO_NEW, "the newest day kept is " + range.newest()));
                } else {
                    inside.add(received);
                }
            }
            return new Sorted(inside, outside);
        }

        private static RejectedSample rejected(ReceivedSample received, DeadLetterCause cause, String kept) {
            return new RejectedSample(
                    received, cause, "scheduled at " + received.sample().scheduledAt() + "; " + kept);
        }
    }
}
