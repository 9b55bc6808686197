package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Instant;

/** PostgreSQL's clock. */
@Singleton
final class DatabaseClock implements StoreClock {
    private final Pool pool;

    DatabaseClock(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Instant> now() {
        return pool.query("select clock_timestamp()")
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
    }
}
