package dev.evenkeel.samples;

import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.pipeline.DeadLetterCause;
import dev.evenkeel.pipeline.ReceivedSample;
import dev.evenkeel.pipeline.RejectedSample;
import dev.evenkeel.pipeline.SampleSink;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final int DEADLOCK_RETRIES = 5;
    private static final Duration DEADLOCK_PAUSE = Duration.ofMillis(20);

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
        List<RejectedSample> rejected = new ArrayList<>();
        Map<UUID, ReceivedSample> distinct = new LinkedHashMap<>();
        for (ReceivedSample received : batch) {
            if (range.tooOld(received.sample().scheduledAt())) {
                rejected.add(outside(received, DeadLetterCause.TOO_OLD, "the oldest day kept is " + range.oldest()));
            } else if (range.tooNew(received.sample().scheduledAt())) {
                rejected.add(outside(received, DeadLetterCause.TOO_NEW, "the newest day kept is " + range.newest()));
            } else {
                distinct.putIfAbsent(received.sample().id(), received);
            }
        }
        List<ReceivedSample> rows = distinct.values().stream().sorted(BY_KEY).toList();
        return ofExistingCampaigns(rows, missed).chain(this::insertOrHalve).map(invalid -> {
            rejected.addAll(invalid);
            return List.copyOf(rejected);
        });
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
        return insert.insert(batch.rows(), batch.missed(), batch.slos())
                .onFailure(SampleStore::isDeadlock)
                .retry()
                .withBackOff(DEADLOCK_PAUSE)
                .atMost(DEADLOCK_RETRIES)
                .map(inserted -> List.<RejectedSample>of())
                .onFailure(SampleStore::isData)
                .recoverWithUni(failure -> halve(batch, failure));
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
                        .map(second -> {
                            List<RejectedSample> both = new ArrayList<>(first);
                            both.addAll(second);
                            return List.copyOf(both);
                        }));
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

    private static RejectedSample outside(ReceivedSample received, DeadLetterCause cause, String kept) {
        Sample sample = received.sample();
        return new RejectedSample(received, cause, "scheduled at " + sample.scheduledAt() + "; " + kept);
    }

    private static boolean isDeadlock(Throwable failure) {
        return hasState(failure, "40P01") || hasState(failure, "40001");
    }

    /**
     * Class 22 is bad data, class 23 a broken constraint, and a value that no column can hold fails before it is
     * sent: none mends itself by trying again.
     */
    private static boolean isData(Throwable failure) {
        return failure instanceof ArithmeticException || hasState(failure, "22") || hasState(failure, "23");
    }

    private static boolean hasState(Throwable failure, String prefix) {
        return failure instanceof PgException pg
                && pg.getSqlState() != null
                && pg.getSqlState().startsWith(prefix);
    }
}
