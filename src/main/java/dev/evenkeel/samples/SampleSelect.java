package dev.evenkeel.samples;

import dev.evenkeel.samples.SampleQuery.Position;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The statement that reads samples, newest first. It names only conditions that bound something: one that a null
 * switches off is in the way of an index once the database plans for all values at once. Not thread-safe.
 */
final class SampleSelect {
    private final StringBuilder sql = new StringBuilder("select * from sample where true");
    private final Tuple parameters = Tuple.tuple();

    /** @param targets whose samples are wanted: all others are left out */
    SampleSelect(UUID campaignId, UUID[] targets, SampleFilter filter, @Nullable Position after, int limit) {
        where("campaign_id = ", campaignId);
        where("target_id = any", targets);
        where("scheduled_at >= ", utc(filter.from()));
        where("scheduled_at < ", utc(filter.to()));
        where("run_id = ", filter.run());
        where("spec_version = ", filter.specVersion());
        where("arm = ", filter.connection() == null ? null : filter.connection().name());
        where("vantage = ", filter.vantage());
        if (after != null) {
            // The first leaves whole partitions out, which the database does not conclude from the second.
            where("scheduled_at <= ", utc(after.scheduledAt()));
            sql.append(" and (scheduled_at, id) < (" + next(utc(after.scheduledAt())) + ", " + next(after.id()) + ")");
        }
        sql.append(" order by scheduled_at desc, id desc limit ").append(next(limit));
    }

    String sql() {
        return sql.toString();
    }

    Tuple parameters() {
        return parameters;
    }

    private void where(String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(" and ")
                    .append(condition)
                    .append('(')
                    .append(next(value))
                    .append(')');
        }
    }

    private String next(@Nullable Object value) {
        parameters.addValue(value);
        return "$" + parameters.size();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
