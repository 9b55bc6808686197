package dev.evenkeel.fault;

import dev.evenkeel.Api;
import dev.evenkeel.measurement.SampleFixture;
import dev.evenkeel.pipeline.WireSamples;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Samples of a campaign that nobody probes: made up, of the last day, all of them put on Kafka at once. */
final class Backlog {
    static final String CAMPAIGN = "backlog";
    private static final int TARGETS = 32;
    private static final int ROUNDS_OF_A_RUN = 1_000;
    private static final Duration SPAN = Duration.ofHours(20);

    private static final System.Logger LOG = System.getLogger(Backlog.class.getName());

    private final ClusterStores stores;
    private final int samples;
    private final UUID campaign;
    private final List<UUID> targets;

    private Backlog(ClusterStores stores, int samples, UUID campaign, List<UUID> targets) {
        this.stores = stores;
        this.samples = samples;
        this.campaign = campaign;
        this.targets = targets;
    }

    /** Puts its campaign; of so many targets that each partition holds some. */
    static Backlog of(int samples, Cluster cluster) throws SQLException {
        ClusterStores stores = cluster.stores();
        String[] providers =
                IntStream.range(0, TARGETS).mapToObj(i -> "nobody-" + i).toArray(String[]::new);
        for (String provider : providers) {
            Api.putProvider(provider, cluster.simulator().baseUrl("provider-a"));
        }
        Api.putCampaign(CAMPAIGN, "none", "\"ranking\": {\"statistic\": \"p95\"}", providers);
        String id = stores.column("select id from campaign where name = '" + CAMPAIGN + "'")
                .get(0);
        List<UUID> targets = stores.column("select id from campaign_target where campaign_id = '" + id + "'").stream()
                .map(UUID::fromString)
                .toList();
        return new Backlog(stores, samples, UUID.fromString(id), targets);
    }

    /** Returns once Kafka has acknowledged all of them. */
    void pile() {
        SplittableRandom random = new SplittableRandom(1);
        Instant from = Instant.now().minus(SPAN);
        Duration every = SPAN.dividedBy(samples / TARGETS + 1);
        AtomicLong acknowledged = new AtomicLong();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", stores.kafkaBootstrap(), "acks", "all", "linger.ms", 20, "batch.size", 200_000);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < samples; i++) {
                int round = i / TARGETS;
                UUID run = new UUID(campaign.getLeastSignificantBits(), round / ROUNDS_OF_A_RUN);
                var sample = SampleFixture.sample()
                        .of(campaign, run, targets.get(i % TARGETS))
                        .inRound(round % ROUNDS_OF_A_RUN)
                        .at(from.plus(every.multipliedBy(round)))
                        .taking((long) (200e6 * Math.exp(0.25 * random.nextGaussian())))
                        .build();
                var unused = producer.send(WireSamples.record(sample), (where, failure) -> {
                    if (failure == null) {
                        acknowledged.incrementAndGet();
                    }
                });
            }
        }
        if (acknowledged.get() != samples) {
            throw new IllegalStateException("Kafka took " + acknowledged + " of " + samples + " samples");
        }
    }

    boolean isStored() throws SQLException {
        long stored = stores.number("select count(*) from sample where campaign_id = '" + campaign + "'");
        LOG.log(System.Logger.Level.INFO, "{0} of {1} samples of the backlog are stored", stored, samples);
        return stored == samples;
    }
}
