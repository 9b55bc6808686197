package dev.evenkeel.ranking;

import dev.evenkeel.Median;
import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.campaign.RankableCampaign.RankingDefaults;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.measurement.Vantage;
import dev.evenkeel.samples.BenchStore;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a ranking takes that nobody has asked for before, from the store to the answer, beside one SQL query for the same window on
 * the same samples. Arguments: numbers of samples, each of which gets a store of its own that is kept for the next time.
 */
final class RankingSpeedBench {
    private static final int RUNS = 9;
    private static final int WARM_UP = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String SQL = "select target_id, count(*), avg(ttft_ns), stddev(ttft_ns),"
            + " percentile_cont(array[0.5, 0.9, 0.95, 0.99]) within group (order by ttft_ns) from sample where campaign_id ="
            + " $1 and spec_version = 1 and arm = 'REUSE' and scheduled_at >= $2 and scheduled_at < $3 and outcome = 'OK'"
            + " and not suspect group by target_id";

    private RankingSpeedBench() {}

    public static void main(String[] args) throws IOException {
        System.out.println(
                "| samples | window | ranking ms | of that reading | SQL ms | SQL / ranking | samples ranked |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (String samples : args) {
            Path folder = Path.of("target", "bench", "store-" + samples);
            Files.createDirectories(folder);
            try (BenchStore store = new BenchStore(folder)) {
                store.fill(Long.parseLong(samples));
                warmUp(store);
                for (Duration window : List.of(Duration.ofHours(24), Duration.ofDays(7), Duration.ofDays(30))) {
                    measure(store, samples, window);
                }
            }
        }
    }

    private static void warmUp(BenchStore store) {
        for (int i = 0; i < WARM_UP; i++) {
            rank(store, Duration.ofHours(24 + 120L * (i % 2)));
        }
    }

    private static void measure(BenchStore store, String samples, Duration window) {
        rank(store, window);
        sql(store, window);
        double[] ours = new double[RUNS];
        double[] reading = new double[RUNS];
        double[] theirs = new double[RUNS];
        double[] ratio = new double[RUNS];
        long rows = 0;
        for (int run = 0; run < RUNS; run++) {
            Timed timed = rank(store, window);
            ours[run] = timed.ms();
            reading[run] = timed.readingMs();
            rows = timed.samples();
            theirs[run] = sql(store, window);
            ratio[run] = theirs[run] / ours[run];
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | %.0f | %.1f | %d |%n",
                samples,
                window,
                Median.of(ours),
                Median.of(reading),
                Median.of(theirs),
                Median.of(ratio),
                rows);
    }

    private static Timed rank(BenchStore store, Duration window) {
        var policy = new RankingDefaults(Metric.TTFT, Statistic.CV, window, 30, 0.95, Duration.ofMinutes(10));
        var campaign = new RankableCampaign(
                BenchStore.CAMPAIGN,
                "bench",
                "model",
                1,
                BenchStore.targets(),
                Map.of(),
                policy,
                Duration.ofMinutes(2),
                Connections.REUSE,
                List.of(Vantage.DEFAULT),
                null);
        var parameters = new RankingParameters(null, null, null, null, ConnectionArm.REUSE, null, null, null);
        var question = RankingQuestion.of(campaign, parameters, BenchStore.END, store.ladder());
        var reader = new EvidenceReader(store.log(), store.ladder());
        long start = System.nanoTime();
        EvidenceReader.Read read = reader.read(question).await().atMost(PATIENCE);
        long readAt = System.nanoTime();
        Ranker ranker = new Ranker(question, 0.05);
        RankingView ranking =
                ranker.rank(read.pulse(), ranker.lineup(read.evidence().get()), BenchStore.END);
        long end = System.nanoTime();
        if (ranking.entries().size() != BenchStore.TARGETS || ranking.resampling() == null) {
            throw new IllegalStateException("not all targets are ranked with intervals");
        }
        return new Timed(
                (end - start) / 1e6,
                (readAt - start) / 1e6,
                ranking.entries().stream().mapToLong(RankingView.Entry::n).sum());
    }

    private static double sql(BenchStore store, Duration window) {
        long start = System.nanoTime();
        int rows = store.pool()
                .preparedQuery(SQL)
                .execute(Tuple.of(
                        BenchStore.CAMPAIGN,
                        BenchStore.END.minus(window).atOffset(ZoneOffset.UTC),
                        BenchStore.END.atOffset(ZoneOffset.UTC)))
                .await()
                .atMost(PATIENCE)
                .size();
        if (rows != BenchStore.TARGETS) {
            throw new IllegalStateException("not all targets are there");
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private record Timed(double ms, double readingMs, long samples) {}
}
