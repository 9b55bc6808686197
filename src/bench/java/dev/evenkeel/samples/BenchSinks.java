package dev.evenkeel.samples;

import dev.evenkeel.measurement.Slo;
import dev.evenkeel.pipeline.ReceivedSample;
import dev.evenkeel.pipeline.SampleSink;
import dev.evenkeel.rollup.Ladder;
import dev.evenkeel.rollup.Rollup;
import dev.evenkeel.rollup.RollupKey;
import dev.evenkeel.rollup.RollupTable;
import io.quarkus.arc.Arc;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The service's sink, made of the running service's parts but for one. */
public final class BenchSinks {
    private BenchSinks() {}

    public static SampleSink withoutRollups() {
        RollupsOf none = new RollupsOf(bean(Ladder.class), bean(Clock.class)) {
            @Override
            SortedMap<RollupKey, Rollup> samples(Collection<ReceivedSample> samples, Map<UUID, Slo> slos) {
                return new TreeMap<>();
            }
        };
        SampleMetrics metrics = bean(SampleMetrics.class);
        var insert =
                new SampleInsert(bean(Pool.class), bean(SamplesConfig.class), bean(RollupTable.class), none, metrics);
        return new SampleStore(bean(SamplePartitions.class), bean(CampaignLookup.class), insert, metrics);
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
