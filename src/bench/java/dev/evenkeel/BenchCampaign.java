package dev.evenkeel;

import io.vertx.mutiny.sqlclient.Pool;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** A campaign of a running service, of providers that nobody asks: its samples are made up. */
public record BenchCampaign(UUID id, List<UUID> targets) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    public static BenchCampaign put(Pool pool, String name, int targets) {
        String[] providers =
                IntStream.range(0, targets).mapToObj(i -> name + "-" + i).toArray(String[]::new);
        for (String provider : providers) {
            Api.putProvider(provider, URI.create("http://127.0.0.1:1/v1"));
        }
        Api.putCampaign(name, "kimi", "\"ranking\": {\"statistic\": \"p95\"}", providers);
        UUID id =
                ids(pool, "select id from campaign where name = '" + name + "'").get(0);
        return new BenchCampaign(id, ids(pool, "select id from campaign_target where campaign_id = '" + id + "'"));
    }

    private static List<UUID> ids(Pool pool, String sql) {
        List<UUID> ids = new ArrayList<>();
        pool.query(sql).execute().await().atMost(PATIENCE).forEach(row -> ids.add(row.getUUID("id")));
        return ids;
    }
}
