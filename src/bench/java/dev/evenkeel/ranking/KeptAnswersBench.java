package dev.evenkeel.ranking;

import static io.restassured.RestAssured.given;

import dev.evenkeel.BenchCampaign;
import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.Median;
import dev.evenkeel.measurement.SampleFixture;
import dev.evenkeel.pipeline.ReceivedSample;
import dev.evenkeel.pipeline.SampleSink;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * How many requests a second kept answers and 304s reach beside a bare resource of the same process. The service has one core
 * and the load another. Run by {@code src/bench/kept-answers.sh}; asserts nothing.
 */
@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class KeptAnswersBench {
    private static final String RANKINGS = "/api/v1/campaigns/kept/rankings";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int TARGETS = Integer.getInteger("targets", 10);
    private static final int RUNS = Integer.getInteger("runs", 7);
    private static final int SECONDS = Integer.getInteger("seconds", 5);
    private static final int WARM_UP = 2;

    @Inject
    SampleSink sink;

    @Inject
    Pool pool;

    @Test
    void measure() throws Exception {
        campaignWithSamples();
        var ranking = given().get(RANKINGS).then().statusCode(200).extract();
        BareResource.set(ranking.asByteArray(), ranking.header("ETag"));
        run("taskset", "-apc", "0", String.valueOf(ProcessHandle.current().pid()));
        Map<String, double[]> perSecond = new LinkedHashMap<>();
        for (String kind : List.of("bare", "kept", "bare 304", "304")) {
            perSecond.put(kind, new double[RUNS]);
        }
        for (int run = -WARM_UP; run < RUNS; run++) {
            for (String kind : perSecond.keySet()) {
                double reached = load(kind);
                if (run >= 0) {
                    perSecond.getOrDefault(kind, new double[RUNS])[run] = reached;
                }
            }
        }
        print(perSecond);
    }

    private static void print(Map<String, double[]> perSecond) {
        int bytes = given().get(RANKINGS).then().extract().asByteArray().length;
        double[] bare = perSecond.getOrDefault("bare", new double[RUNS]);
        double[] bare304 = perSecond.getOrDefault("bare 304", new double[RUNS]);
        perSecond.forEach((kind, reached) -> {
            double[] ratios = new double[RUNS];
            Arrays.setAll(ratios, run -> reached[run] / bare[run]);
            double[] toBare304 = new double[RUNS];
            Arrays.setAll(toBare304, run -> reached[run] / bare304[run]);
            System.out.printf(
                    Locale.ROOT,
                    "| %d targets, %d bytes | %s | %.0f | %.2f | %.2f |%n",
                    TARGETS,
                    bytes,
                    kind,
                    Median.of(reached),
                    Median.of(ratios),
                    Median.of(toBare304));
        });
    }

    private static double load(String kind) throws IOException, InterruptedException {
        awayFromAnEdge();
        String tag = given().get(RANKINGS).then().statusCode(200).extract().header("ETag");
        return switch (kind) {
            case "bare" -> load("/bench/bare", "200", "-");
            case "kept" -> load(RANKINGS, "200", "-");
            case "bare 304" -> load("/bench/not-modified", "304", tag);
            default -> load(RANKINGS, "304", tag);
        };
    }

    /** The window slides every five minutes, and with it the answer. */
    private static void awayFromAnEdge() throws InterruptedException {
        long intoStretch = System.currentTimeMillis() / 1000 % 300;
        if (intoStretch > 300 - 2L * SECONDS) {
            Thread.sleep(1000 * (301 - intoStretch));
        }
    }

    private static double load(String path, String status, String tag) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Double.parseDouble(run(
                "taskset",
                "-c",
                "1",
                java,
                "-XX:+UseSerialGC",
                "-cp",
                Path.of("target", "test-classes").toString(),
                "dev.evenkeel.ranking.SameRequestLoad",
                String.valueOf(RestAssured.port),
                path,
                status,
                tag,
                "32",
                String.valueOf(SECONDS)));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
        return out.strip();
    }

    private void campaignWithSamples() {
        BenchCampaign campaign = BenchCampaign.put(pool, "kept", TARGETS);
        List<ReceivedSample> samples = new ArrayList<>();
        for (int round = 0; round < 280; round++) {
            for (UUID target : campaign.targets()) {
                samples.add(new ReceivedSample(
                        SampleFixture.sample()
                                .of(campaign.id(), new UUID(0, 1), target)
                                .inRound(round)
                                .at(Instant.now().minus(Duration.ofMinutes(5L * round + 5)))
                                .taking((200 + round * 37L % 101) * 1_000_000)
                                .build(),
                        0,
                        round));
            }
        }
        sink.store(samples, List.of()).await().atMost(PATIENCE);
    }
}
