package dev.evenkeel.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.EmbeddedStoresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class RollupRetentionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    RollupRetention retention;

    @Inject
    Pool pool;

    private final UUID campaign = UUID.randomUUID();

    @Test
    void eachResolutionIsKeptForItsOwnTime() {
        rollupsOf(1, 4, 41, 101, 1_097);

        await(retention.deleteOld());

        assertThat(kept()).containsExactly("300 s: 1", "3600 s: 1 4", "21600 s: 1 4 41", "86400 s: 1 4 41 101");
    }

    @Test
    void aReplicaLeavesItToTheOneThatIsAtIt() {
        rollupsOf(4);

        await(pool.withTransaction(other -> other.query("select pg_advisory_xact_lock(" + 0x45564e4b_0002L + ")")
                .execute()
                .chain(() -> retention.deleteOld())));
        assertThat(kept()).contains("300 s: 4");

        await(retention.deleteOld());
        assertThat(kept()).doesNotContain("300 s: 4").contains("3600 s: 4");
    }

    /** At every resolution, so many days old. */
    private void rollupsOf(int... ages) {
        for (Resolution resolution : Resolution.LADDER) {
            for (int days : ages) {
                Instant startsAt = resolution.floor(Instant.now().minus(Duration.ofDays(days)));
                await(pool.preparedQuery("insert into rollup values ($1, 1, 'REUSE', $2, $3, $4, 'default', $5, 1, '')")
                        .execute(Tuple.of(
                                campaign,
                                resolution.seconds(),
                                startsAt.atOffset(ZoneOffset.UTC),
                                UUID.randomUUID(),
                                (long) days)));
            }
        }
    }

    private List<String> kept() {
        List<String> kept = new ArrayList<>();
        for (Row row : await(pool.preparedQuery("select step_s, string_agg(samples::text, ' ' order by samples) as ages"
                        + " from rollup where campaign_id = $1 group by step_s order by step_s")
                .execute(Tuple.of(campaign)))) {
            kept.add(row.getInteger("step_s") + " s: " + row.getString("ages"));
        }
        return kept;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
