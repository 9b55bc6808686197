package dev.evenkeel.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.SampleFixture;
import dev.evenkeel.pipeline.WireSamples;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that the handbook gives for replaying dead letters, run as they stand with Kafka's own tools. */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class DeadLetterReplayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 5;
    private static final Path HANDBOOK = Path.of("docs/operations.md");
    private static final Pattern COMMANDS =
            Pattern.compile("## Replaying dead letters.*?```bash\n(.*?)```", Pattern.DOTALL);

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @Inject
    Pool pool;

    @Inject
    SamplePartitions partitions;

    @Inject
    MeterRegistry registry;

    @TempDir
    Path directory;

    private final UUID campaign = UUID.randomUUID();
    private final LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(27);

    @BeforeEach
    void theToolsAreThere() throws IOException {
        await(pool.preparedQuery("insert into campaign (id, name, spec, spec_version, state)"
                        + " values ($1, $2, '{}', 1, 'PAUSED')")
                .execute(Tuple.of(campaign, "c" + campaign)));
        tool("kafka-console-consumer.sh", "org.apache.kafka.tools.consumer.ConsoleConsumer");
        tool("kafka-console-producer.sh", "org.apache.kafka.tools.ConsoleProducer");
    }

    @AfterEach
    void thatDayIsNotKept() {
        await(pool.query(SamplePartitions.dropping(day)).execute());
        await(partitions.look());
    }

    @Test
    void aSampleOfADayThatWasMadeLaterIsStoredOnceHoweverOftenItIsReplayed() throws Exception {
        Sample old = sample(0).at(day.atTime(12, 0).toInstant(ZoneOffset.UTC)).build();
        double before = tooOld();
        send(old);
        Awaitility.await().atMost(PATIENCE).until(() -> tooOld() > before);
        await(SamplePartitions.create(pool, day));
        await(partitions.look());
        String commands = commands();

        assertThat(replayed(commands))
                .contains(old.targetId() + "\t{")
                .contains(old.id().toString());
        Awaitility.await().atMost(PATIENCE).until(() -> stored() == 1);

        assertThat(replayed(commands.replace("--group evenkeel-replay", "--group evenkeel-replay-again")))
                .contains(old.id().toString());
        send(sample(1).build());
        Awaitility.await().atMost(PATIENCE).until(() -> stored() == 2);
    }

    private SampleFixture sample(int round) {
        return SampleFixture.sample().of(campaign, campaign, campaign).inRound(round);
    }

    private void send(Sample sample) throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", String.valueOf(broker.get("bootstrap.servers")));
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(WireSamples.record(sample)).get();
        }
    }

    private double tooOld() {
        return registry.find("evenkeel.dead.letters").tag("cause", "TOO_OLD").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static String commands() throws IOException {
        Matcher matcher = COMMANDS.matcher(Files.readString(HANDBOOK));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1).replace("--timeout-ms 10000", "--timeout-ms 4000");
    }

    private void tool(String name, String mainClass) throws IOException {
        Path tool = directory.resolve(name);
        Files.writeString(
                tool,
                "#!/bin/sh\nexec '" + ProcessHandle.current().info().command().orElseThrow() + "' -cp '"
                        + System.getProperty("java.class.path") + "' " + mainClass + " \"$@\"\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
    }

    /** A group may take longer to form than its consumer waits; then nothing was read, and is at the next attempt. */
    private String replayed(String commands) throws Exception {
        String letters = "";
        for (int i = 0; i < ATTEMPTS && letters.isEmpty(); i++) {
            run(commands);
            letters = Files.readString(directory.resolve("dead-letters.txt"));
        }
        return letters;
    }

    private void run(String commands) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("bash", "-euc", commands)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        shell.environment().put("KAFKA", String.valueOf(broker.get("bootstrap.servers")));
        shell.environment().merge("PATH", directory.toString(), (path, tools) -> tools + ":" + path);
        Process process = shell.start();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(directory.resolve("output")))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private long stored() {
        return await(pool.preparedQuery("select count(*) as n from sample where campaign_id = $1")
                        .execute(Tuple.of(campaign)))
                .iterator()
                .next()
                .getLong("n");
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
