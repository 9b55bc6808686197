package dev.evenkeel.samples;

import dev.evenkeel.rollup.HousekeepingGate;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the daily partitions of the table of samples made ahead of time, and drops those that are too old. One replica at a time. */
@Singleton
class SamplePartitions {
    private static final Logger LOG = Logger.getLogger(SamplePartitions.class);
    private static final String PREFIX = "sample_";
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    /** Any number will do that no other part of this database uses as an advisory lock. */
    private static final long LOCK = 0x45564e4b_0001L;

    private static final int DROP_PATIENCE_MS = 500;

    private static final String EXISTING = "select c.relname as name from pg_inherits i"
            + " join pg_class c on c.oid = i.inhrelid where i.inhparent = 'sample'::regclass";

    private final Pool pool;
    private final Clock clock;
    private final SamplesConfig config;
    private volatile @Nullable PartitionRange known;

    SamplePartitions(Pool pool, Clock clock, SamplesConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.config = config;
    }

    /** The range of partitions, made first if this process has not seen today's yet. */
    Uni<PartitionRange> range() {
        PartitionRange seen = known;
        return seen != null && !seen.newest().isBefore(today())
                ? Uni.createFrom().item(seen)
                : look();
    }

    /** The oldest day that there is; absent before the first ingest has made one. */
    static Uni<Optional<LocalDate>> oldest(SqlClient client) {
        return client.query(EXISTING).execute().map(rows -> days(rows).stream().findFirst());
    }

    @Scheduled(
            every = "1h",
            delay = 1,
            delayUnit = TimeUnit.HOURS,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = HousekeepingGate.class)
    Uni<Void> ensureAhead() {
        return look().replaceWithVoid();
    }

    /** The range of partitions as it is now, whoever has changed it, with those made that were missing. */
    Uni<PartitionRange> look() {
        return pool.withTransaction(connection -> connection
                        .query("select pg_advisory_xact_lock(" + LOCK + ")")
                        .execute()
                        .chain(() -> connection.query(EXISTING).execute())
                        .map(SamplePartitions::days)
                        .chain(days -> dropOld(connection, days).replaceWith(days))
                        .chain(days -> createMissing(connection, days)))
                .invoke(range -> known = range);
    }

    /**
     * A day whose samples are all too old is detached and dropped. That waits for whoever reads the table, but never for long:
     * rather than let ingest queue behind it, it is tried again an hour later.
     */
    private Uni<Void> dropOld(SqlConnection connection, NavigableSet<LocalDate> days) {
        LocalDate oldestKept = LocalDate.ofInstant(clock.instant().minus(config.retention()), ZoneOffset.UTC);
        List<LocalDate> old = List.copyOf(days.headSet(oldestKept, false));
        if (old.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .query("savepoint old_days; set local lock_timeout = '" + DROP_PATIENCE_MS + "ms'")
                .execute()
                .chain(() -> connection
                        .query(old.stream().map(SamplePartitions::dropping).collect(Collectors.joining("; ")))
                        .execute())
                .chain(() -> connection
                        .preparedQuery("delete from missed_round where scheduled_at < $1")
                        .execute(Tuple.of(oldestKept.atStartOfDay().atOffset(ZoneOffset.UTC))))
                .invoke(() -> {
                    days.removeAll(old);
                    LOG.infof("old samples dropped days=%d before=%s", old.size(), oldestKept);
                })
                .replaceWithVoid()
                .onFailure(SqlStates::isLockTimeout)
                .recoverWithUni(() -> connection
                        .query("rollback to savepoint old_days")
                        .execute()
                        .replaceWithVoid())
                .chain(() -> connection.query("set local lock_timeout = 0").execute())
                .replaceWithVoid();
    }

    static String dropping(LocalDate day) {
        return "drop table " + PREFIX + DAY.format(day);
    }

    private Uni<PartitionRange> createMissing(SqlConnection connection, NavigableSet<LocalDate> days) {
        LocalDate first = today().minusDays(config.daysBehind());
        LocalDate last = today().plusDays(config.daysAhead());
        List<LocalDate> missing = first.datesUntil(last.plusDays(1))
                .filter(day -> !days.contains(day))
                .toList();
        days.addAll(missing);
        return Multi.createFrom()
                .iterable(missing)
                .onItem()
                .transformToUniAndConcatenate(day -> create(connection, day))
                .onItem()
                .ignoreAsUni()
                .replaceWith(() -> new PartitionRange(days.first(), days.last()));
    }

    static Uni<Void> create(SqlClient connection, LocalDate day) {
        LOG.debugf("partition created day=%s", day);
        return connection
                .query("create table if not exists " + PREFIX + DAY.format(day)
                        + " partition of sample for values from ('" + day + " 00:00:00+00') to ('" + day.plusDays(1)
                        + " 00:00:00+00')")
                .execute()
                .replaceWithVoid();
    }

    private static NavigableSet<LocalDate> days(RowSet<Row> rows) {
        NavigableSet<LocalDate> days = new TreeSet<>();
        for (Row row : rows) {
            days.add(LocalDate.parse(row.getString("name").substring(PREFIX.length()), DAY));
        }
        return days;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
