package dev.evenkeel.samples;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the daily partitions of the table of samples made ahead of time. One replica makes them at a time. */
@Singleton
class SamplePartitions {
    private static final Logger LOG = Logger.getLogger(SamplePartitions.class);
    private static final String PREFIX = "sample_";
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    /** Any number will do that no other part of this database uses as an advisory lock. */
    private static final long LOCK = 0x45564e4b_0001L;

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
                : ensure();
    }

    @Scheduled(
            every = "1h",
            delay = 1,
            delayUnit = TimeUnit.HOURS,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> ensureAhead() {
        return ensure().replaceWithVoid();
    }

    private Uni<PartitionRange> ensure() {
        return pool.withTransaction(connection -> connection
                        .query("select pg_advisory_xact_lock(" + LOCK + ")")
                        .execute()
                        .chain(() -> connection.query(EXISTING).execute())
                        .map(SamplePartitions::days)
                        .chain(days -> createMissing(connection, days)))
                .invoke(range -> known = range);
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

    private static Uni<Void> create(SqlConnection connection, LocalDate day) {
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
