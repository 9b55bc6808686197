package dev.evenkeel.samples;

import dev.evenkeel.measurement.Slo;
import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.rollup.Rollup;
import dev.evenkeel.rollup.RollupKey;
import dev.evenkeel.rollup.RollupSpan;
import dev.evenkeel.rollup.RollupTable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Recomputes a campaign's rollups and tells which of those that are kept differ: the finest from the samples themselves,
 * hour by hour; each coarser one from the finer ones that it is made of. A rollup is locked before what it is made of is
 * read, so that an ingest transaction is either seen whole or adds to it afterwards.
 */
@Singleton
class RollupCheck {
    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Pool pool;
    private final RollupTable table;
    private final RollupsOf rollupsOf;
    private final SamplePartitions partitions;

    RollupCheck(Pool pool, RollupTable table, RollupsOf rollupsOf, SamplePartitions partitions) {
        this.pool = pool;
        this.table = table;
        this.rollupsOf = rollupsOf;
        this.partitions = partitions;
    }

    /**
     * Checks the stretches of time of each resolution that lie in {@code [from, to)} wholly, as far as all that they are
     * computed from is still kept.
     *
     * @param slo of the campaign, by which samples are counted anew where a rollup is repaired
     * @param repair whether to put right what differs, and to count by the present SLO what was counted by another
     */
    Uni<CheckedRollups> check(UUID campaignId, Slo slo, Instant from, Instant to, boolean repair) {
        return partitions.range().chain(range -> {
            Instant samplesSince = range.startsAt();
            return checkAll(new Job(campaignId, slo, Resolution.HOUR, repair), latest(from, samplesSince), to)
                    .chain(hours -> checkAll(
                                    new Job(campaignId, slo, Resolution.SIX_HOURS, repair),
                                    latest(from, rollupsOf.keptSince(Resolution.HOUR)),
                                    to)
                            .map(hours::plus))
                    .chain(soFar -> checkAll(
                                    new Job(campaignId, slo, Resolution.DAY, repair),
                                    latest(from, rollupsOf.keptSince(Resolution.SIX_HOURS)),
                                    to)
                            .map(soFar::plus));
        });
    }

    /** Sums up what was not summed up when it was stored. */
    Uni<CheckedRollups> sumUp(UUID campaignId, Slo slo, Instant from, Instant to) {
        return check(campaignId, slo, from, to, true);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Uni<CheckedRollups> checkAll(Job job, Instant from, Instant to) {
        Instant first = job.resolution().ceiling(from);
        Instant last = job.resolution().floor(to);
        return Multi.createFrom()
                .<Instant>iterable(() -> Stream.iterate(
                                first,
                                at -> at.isBefore(last),
                                at -> at.plus(job.resolution().step()))
                        .iterator())
                .onItem()
                .transformToUniAndConcatenate(at -> checkUntilSettled(job, at))
                .collect()
                .in(() -> new CheckedRollups[] {CheckedRollups.NONE}, (sum, one) -> sum[0] = sum[0].plus(one))
                .map(sum -> sum[0]);
    }

    private Uni<CheckedRollups> checkUntilSettled(Job job, Instant at) {
        return Uni.createFrom()
                .deferred(() -> settled(job, at, Set.of(), ATTEMPTS))
                .onFailure(SqlStates::isDeadlock)
                .retry()
                .withBackOff(PAUSE)
                .atMost(ATTEMPTS);
    }

    /**
     * A rollup that seems to be missing may have been made between locking and reading: at the next attempt it is locked.
     * One that is to be made is made empty first, so that nobody else makes it in the meantime.
     */
    private Uni<CheckedRollups> settled(Job job, Instant at, Set<RollupKey> missing, int attempts) {
        Job next = attempts > 1 ? job : job.andTakeMissingForReal();
        return checkOne(next, at, job.repair() ? missing : Set.of())
                .onFailure(UnlockedException.class)
                .recoverWithUni(failure -> settled(job, at, failure.keys, attempts - 1));
    }

    private Uni<CheckedRollups> checkOne(Job job, Instant at, Set<RollupKey> toMake) {
        RollupSpan own =
                new RollupSpan(job.resolution(), at, at.plus(job.resolution().step()));
        RollupSpan parts = new RollupSpan(finer(job.resolution()), own.from(), own.to());
        return pool.withTransaction(connection -> table.makeEmpty(connection, toMake)
                .chain(() -> table.locked(connection, job.campaignId(), parts, own))
                .chain(locked -> job.resolution() == Resolution.HOUR
                        ? againstSamples(connection, job, own, locked)
                        : againstFiner(connection, job, locked)));
    }

    private Uni<CheckedRollups> againstSamples(
            SqlConnection connection, Job job, RollupSpan hour, SortedMap<RollupKey, Rollup> kept) {
        return StoredSlice.samples(connection, job.campaignId(), hour.from(), hour.to())
                .map(samples -> rollupsOf.kept(samples, job.slo(), Resolution.HOUR))
                .chain(expected -> compare(connection, job, kept, expected));
    }

    private Uni<CheckedRollups> againstFiner(SqlConnection connection, Job job, SortedMap<RollupKey, Rollup> locked) {
        SortedMap<RollupKey, Rollup> kept = new TreeMap<>();
        SortedMap<RollupKey, Rollup> expected = new TreeMap<>();
        locked.forEach((key, rollup) -> {
            if (key.resolution() == job.resolution()) {
                kept.put(key, rollup);
            } else {
                expected.merge(key.in(job.resolution()), rollup, Rollup::merge);
            }
        });
        return compare(connection, job, kept, expected);
    }

    private Uni<CheckedRollups> compare(
            SqlConnection connection,
            Job job,
            SortedMap<RollupKey, Rollup> kept,
            SortedMap<RollupKey, Rollup> expected) {
        CheckedRollups checked = CheckedRollups.compare(kept, expected);
        Set<RollupKey> missing = new HashSet<>(expected.keySet());
        missing.removeAll(kept.keySet());
        if (!missing.isEmpty() && !job.missingForReal()) {
            return Uni.createFrom().failure(new UnlockedException(missing));
        }
        return job.repair()
                ? repaired(connection, kept, expected, checked)
                : Uni.createFrom().item(checked);
    }

    private Uni<CheckedRollups> repaired(
            SqlConnection connection,
            SortedMap<RollupKey, Rollup> kept,
            SortedMap<RollupKey, Rollup> expected,
            CheckedRollups checked) {
        SortedMap<RollupKey, Rollup> wrong = new TreeMap<>(expected);
        wrong.entrySet().removeIf(entry -> CheckedRollups.same(kept.get(entry.getKey()), entry.getValue(), true));
        SortedMap<RollupKey, Rollup> unfounded = new TreeMap<>(kept);
        unfounded.keySet().removeAll(expected.keySet());
        return table.replace(connection, wrong)
                .chain(() -> table.delete(connection, unfounded.keySet()))
                .replaceWith(checked.repaired(wrong.size() + unfounded.size()));
    }

    private static Resolution finer(Resolution resolution) {
        return Resolution.LADDER.get(Resolution.LADDER.indexOf(resolution) - 1);
    }

    private record Job(UUID campaignId, Slo slo, Resolution resolution, boolean repair, boolean missingForReal) {
        Job(UUID campaignId, Slo slo, Resolution resolution, boolean repair) {
            this(campaignId, slo, resolution, repair, false);
        }

        Job andTakeMissingForReal() {
            return new Job(campaignId, slo, resolution, repair, true);
        }
    }

    /** Something of which there are samples was not there to be locked. */
    private static final class UnlockedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Set<RollupKey> keys;

        UnlockedException(Set<RollupKey> keys) {
            super("rollups were not there to be locked");
            this.keys = keys;
        }
    }
}
