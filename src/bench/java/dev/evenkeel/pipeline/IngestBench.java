package dev.evenkeel.pipeline;

import dev.evenkeel.BenchCampaign;
import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.Median;
import dev.evenkeel.measurement.SampleFixture;
import dev.evenkeel.samples.BenchSinks;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * How many samples a second go from a topic into the store: by the service's consumer with rollups and without, and by COPY of the
 * same rows into the same table. Run by {@code src/bench/ingest.sh}; asserts only that each sample is there once.
 */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class IngestBench {
    private static final String BACKLOG = "bench.samples";
    private static final int PARTITIONS = Integer.getInteger("partitions", 2);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int TARGETS = 10;
    private static final int SAMPLES = Integer.getInteger("samples", 1_000_000);
    private static final int RUNS = Integer.getInteger("runs", 3);
    private static final Duration EVERY = Duration.ofSeconds(Integer.getInteger("every", 2));

    @Inject
    SampleConsumer consumer;

    @Inject
    DeadLetters deadLetters;

    @Inject
    PipelineConfig config;

    @Inject
    PipelineMetrics metrics;

    @Inject
    Pool pool;

    @Test
    void measure() throws Exception {
        fillTopic();
        var withoutRollups = new SampleConsumer(BenchSinks.withoutRollups(), deadLetters, config, metrics);
        Map<String, double[]> perSecond = new LinkedHashMap<>();
        List.of("with rollups", "without", "COPY").forEach(kind -> perSecond.put(kind, new double[RUNS]));
        for (int run = -1; run < RUNS; run++) {
            for (Map.Entry<String, double[]> kind : perSecond.entrySet()) {
                double reached = switch (kind.getKey()) {
                    case "with rollups" -> ingest(consumer, SAMPLES);
                    case "without" -> ingest(withoutRollups, 0);
                    default -> copy();
                };
                if (run >= 0) {
                    kind.getValue()[run] = reached;
                }
            }
        }
        double[] with = perSecond.getOrDefault("with rollups", new double[RUNS]);
        perSecond.forEach((kind, reached) -> {
            double[] ratios = new double[RUNS];
            Arrays.setAll(ratios, run -> reached[run] / with[run]);
            System.out.printf(
                    Locale.ROOT, "| %d | %s | %.0f | %.2f |%n", SAMPLES, kind, Median.of(reached), Median.of(ratios));
        });
    }

    /** @param summedUp how many samples the rollups of days must tell of afterwards */
    private double ingest(SampleConsumer by, long summedUp) {
        execute("truncate sample, rollup, campaign_revision");
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                setting("kafka.bootstrap.servers"),
                "max.poll.records",
                setting("mp.messaging.incoming.samples-in.max.poll.records"),
                "key.deserializer",
                ByteArrayDeserializer.class.getName(),
                "value.deserializer",
                ByteArrayDeserializer.class.getName());
        long start = System.nanoTime();
        IntStream.range(0, PARTITIONS)
                .parallel()
                .forEach(partition -> ingest(by, settings, new TopicPartition(BACKLOG, partition)));
        double perSecond = SAMPLES * 1e9 / (System.nanoTime() - start);
        require(SAMPLES, "select count(*) from sample");
        require(summedUp, "select coalesce(sum(samples), 0)::bigint from rollup where step_s = 86400");
        return perSecond;
    }

    private static void ingest(SampleConsumer by, Map<String, Object> settings, TopicPartition partition) {
        try (var kafka = new KafkaConsumer<byte[], byte[]>(settings)) {
            kafka.assign(List.of(partition));
            long end = kafka.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            kafka.seekToBeginning(List.of(partition));
            while (kafka.position(partition) < end) {
                by.consume(kafka.poll(Duration.ofSeconds(10))).await().atMost(PATIENCE);
            }
        }
    }

    /** By the server itself, which reads a file: what a client could reach at best. */
    private double copy() throws IOException {
        Path folder = Files.createTempDirectory("rows");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path rows = folder.resolve("rows");
        execute("copy (select * from sample) to '" + rows + "'");
        execute("truncate sample, rollup, campaign_revision");
        long start = System.nanoTime();
        execute("copy sample from '" + rows + "'");
        double perSecond = SAMPLES * 1e9 / (System.nanoTime() - start);
        require(SAMPLES, "select count(*) from sample");
        Files.delete(rows);
        Files.delete(folder);
        return perSecond;
    }

    private void fillTopic() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", setting("kafka.bootstrap.servers")))) {
            admin.createTopics(List.of(new NewTopic(BACKLOG, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        BenchCampaign campaign = BenchCampaign.put(pool, "ingest", TARGETS);
        SplittableRandom random = new SplittableRandom(1);
        Instant end = Instant.now();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", setting("kafka.bootstrap.servers"), "linger.ms", 20, "batch.size", 200_000);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < SAMPLES; i++) {
                int round = i / TARGETS;
                byte[] sample = WireFormat.encode(SampleFixture.sample()
                        .of(
                                campaign.id(),
                                new UUID(7, round / 1_000),
                                campaign.targets().get(i % TARGETS))
                        .inRound(round)
                        .at(end.minus(EVERY.multipliedBy((SAMPLES - i) / TARGETS)))
                        .taking((long) (200e6 * Math.exp(0.25 * random.nextGaussian())))
                        .build());
                var unused = producer.send(new ProducerRecord<>(BACKLOG, i % TARGETS % PARTITIONS, null, sample));
            }
        }
    }

    private void execute(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }

    private void require(long expected, String sql) {
        long found = pool.query(sql)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
        if (found != expected) {
            throw new IllegalStateException(sql + ": " + found + " and not " + expected);
        }
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
