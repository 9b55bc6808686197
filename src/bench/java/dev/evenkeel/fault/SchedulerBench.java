package dev.evenkeel.fault;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.EvenkeelProcess;
import dev.evenkeel.StoresProcess;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How late rounds of many campaigns are on Kafka, with several schedulers, each a process of its own, on one PostgreSQL. Nothing
 * probes them. Arguments: campaigns, schedulers, minutes that are counted, jitter, and {@code limited} for a provider that says how many
 * requests a minute it allows, so that all claims count against one limit.
 */
final class SchedulerBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_A_TIME = 500;

    private SchedulerBench() {}

    public static void main(String[] args) throws IOException {
        int campaigns = Integer.parseInt(args[0]);
        int schedulers = Integer.parseInt(args[1]);
        int minutes = Integer.parseInt(args[2]);
        String jitter = args[3];
        boolean limited = args.length > 4 && args[4].equals("limited");
        Path folder = Files.createTempDirectory(Path.of("target"), "scheduler-bench-");
        try (StoresProcess stores = StoresProcess.start(folder.resolve("stores"))) {
            List<Member> members = members(folder, stores, schedulers);
            try {
                members.forEach(Member::awaitReady);
                RestAssured.port = members.get(0).port();
                create(campaigns, jitter, limited);
                Instant from = Instant.now().plus(Duration.ofMinutes(1));
                Instant to = from.plus(Duration.ofMinutes(minutes));
                sleepUntil(to.plusSeconds(10));
                report(stores, campaigns, from, to);
            } finally {
                members.forEach(Member::close);
            }
        }
    }

    private static List<Member> members(Path folder, StoresProcess stores, int schedulers) {
        Map<String, String> shared = new HashMap<>(stores.configuration());
        shared.put("evenkeel.egress.allow", "127.0.0.0/8");
        List<Member> members = new ArrayList<>();
        members.add(new Member("api", "api,scheduler", EvenkeelProcess.current(), folder, shared));
        for (int i = 1; i < schedulers; i++) {
            members.add(new Member("scheduler-" + i, "scheduler", EvenkeelProcess.current(), folder, shared));
        }
        return members;
    }

    private static void create(int campaigns, String jitter, boolean limited) {
        Measured.putProvider("nobody", URI.create("http://127.0.0.1:9/v1"), limited);
        for (int from = 0; from < campaigns; from += AT_A_TIME) {
            IntStream.range(from, Math.min(campaigns, from + AT_A_TIME))
                    .parallel()
                    .forEach(i -> put("campaign-" + i, jitter));
        }
    }

    private static void put(String name, String jitter) {
        given().contentType("application/json")
                .body("{\"model\": \"none\", \"targets\": [{\"provider\": \"nobody\", \"model\": \"none\"}],"
                        + " \"schedule\": {\"interval\": \"PT1M\", \"jitter\": \"" + jitter
                        + "\", \"overlapPolicy\": \"ALLOW\"},"
                        + " \"timeouts\": {\"firstToken\": \"PT8S\", \"total\": \"PT10S\"}}")
                .put("/api/v1/campaigns/" + name)
                .then()
                .statusCode(201);
    }

    private static void sleepUntil(Instant instant) {
        try {
            Thread.sleep(Math.max(0, Duration.between(Instant.now(), instant).toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void report(StoresProcess stores, int campaigns, Instant from, Instant to) throws IOException {
        List<Long> ahead = new ArrayList<>();
        Set<String> runs = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> round : rounds(stores.kafkaBootstrap())) {
            var message = JSON.readTree(round.value());
            Instant fireAt = Instant.parse(message.findPath("fireAt").asText());
            if (!fireAt.isBefore(from) && fireAt.isBefore(to)) {
                ahead.add(fireAt.toEpochMilli() - round.timestamp());
                runs.add(message.findPath("runId").asText());
            }
        }
        long[] late = ahead.stream().mapToLong(ms -> Math.max(0, -ms)).sorted().toArray();
        long[] lead = ahead.stream().mapToLong(ms -> ms).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "| %d | %d | %d | %d | %d | %d | %d | %d |%n",
                campaigns,
                Duration.between(from, to).toMinutes(),
                runs.size(),
                late.length - runs.size(),
                at(late, 50),
                at(late, 99),
                Arrays.stream(late).max().orElse(0),
                at(lead, 1));
    }

    private static long at(long[] sorted, int percent) {
        return sorted.length == 0 ? -1 : sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)];
    }

    private static List<ConsumerRecord<byte[], byte[]>> rounds(String bootstrap) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrap,
                "group.id",
                "bench",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false");
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("evenkeel.probe-requests"));
            for (int empty = 0; empty < 20; ) {
                var records = consumer.poll(Duration.ofMillis(500));
                records.forEach(all::add);
                empty = records.isEmpty() ? empty + 1 : 0;
            }
        }
        return all;
    }
}
