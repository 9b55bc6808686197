package dev.evenkeel.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of a running cluster, one after the other, while campaigns fire every second, and what must add up afterwards. Which
 * and how long is told by {@code -Dfaults} (names of {@link Fault}) and {@code -Dfaults.seconds}; the profile {@code faults}
 * takes all of them at full length.
 */
class FaultsIT {
    private static final List<Fault> FAULTS = Arrays.stream(
                    System.getProperty("faults", "KILL,POSTGRES_AWAY,KAFKA_AWAY")
                            .split(","))
            .map(Fault::valueOf)
            .toList();
    private static final Duration HOLD = Duration.ofSeconds(Integer.getInteger("faults.seconds", 5));
    private static final long SEED = Long.getLong("faults.seed", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int CAP = 60;
    /** What the version before does not know is left out where that is started. */
    private static final boolean IN_FORCE = !FAULTS.contains(Fault.UPGRADE);

    static final Measured CAMPAIGN = new Measured(
            "faults",
            "deepseek-v4-pro",
            "\"rounds\": {\"count\": 3, \"spacing\": \"PT0.3S\"}"
                    + (IN_FORCE ? ", \"vantages\": [\"default\", \"" + Cluster.ELSEWHERE + "\"]" : ""),
            3);
    private static final Measured CAPPED =
            new Measured("capped", "kimi-k2.6", "\"budget\": {\"probesPerDay\": " + CAP + "}", 1);
    private static final List<Measured> CAMPAIGNS = List.of(CAMPAIGN, CAPPED);
    private static final System.Logger LOG = System.getLogger(FaultsIT.class.getName());

    @TempDir
    Path folder;

    private Cluster cluster;
    private Reckoning reckoning;

    @BeforeEach
    void campaignsThatFireEverySecond() {
        cluster = Cluster.start(folder, FAULTS);
        reckoning = new Reckoning(cluster);
        RestAssured.port = cluster.members().get(1).port();
        for (String provider : Measured.PROVIDERS) {
            Measured.putProvider(provider, cluster.simulator().baseUrl(provider), IN_FORCE);
        }
        CAMPAIGNS.forEach(Measured::put);
        awaitSamplesAfter(Instant.now());
    }

    @AfterEach
    void stop() throws IOException {
        RestAssured.reset();
        for (Member member : cluster.members()) {
            Files.writeString(Path.of("target", "faults-" + member.name() + ".log"), member.log());
        }
        cluster.close();
    }

    @Test
    void whateverFailsNothingIsLostNothingIsDoubledAndTheRestIsTold() throws Exception {
        Random random = new Random(SEED);
        List<String> impossible = new ArrayList<>();
        for (Fault fault : FAULTS) {
            Optional<String> problem = fault.impossible(cluster);
            if (problem.isPresent()) {
                impossible.add(fault + " is not possible here: " + problem.get());
            } else {
                survive(fault, random);
            }
        }
        for (Measured campaign : CAMPAIGNS) {
            reckoning.everyFiringIsToldOnce(campaign);
        }
        assertThat(cluster.members())
                .allSatisfy(member -> assertThat(member.log())
                        .as("embedded stores beside external ones")
                        .doesNotContain("embedded postgres")
                        .doesNotContain("embedded kafka"));
        rest();

        for (Measured campaign : CAMPAIGNS) {
            reckoning.everyRunAddsUp(campaign);
            reckoning.rollupsAreWhatSamplesSay(campaign.name());
            reckoning.providersWereAskedOnce(campaign);
        }
        if (FAULTS.contains(Fault.BACKLOG)) {
            reckoning.rollupsAreWhatSamplesSay(Backlog.CAMPAIGN);
        }
        reckoning.whatKafkaAcknowledgedIsStoredOnce();
        reckoning.theBudgetWasKept(CAPPED, CAP);
        if (IN_FORCE) {
            reckoning.probedFrom(CAMPAIGN, List.of("default", Cluster.ELSEWHERE));
        }

        // The others were survived; this one has not been tried, and must not look as if it had.
        assumeThat(impossible).as("faults that are not possible here").isEmpty();
    }

    private void survive(Fault fault, Random random) throws InterruptedException, SQLException {
        Instant begun = Instant.now();
        fault.inflict(cluster, HOLD, random);
        Instant healed = Instant.now();
        awaitSamplesAfter(healed);
        Duration recovery = Duration.between(healed, Instant.now());
        int stored = reckoning.awaitStored();
        long doubled = reckoning.doubled();
        LOG.log(
                System.Logger.Level.INFO,
                "{0} of {1} s survived: measuring again after {2} ms, stored={3} lost=0 doubled={4}",
                fault,
                Duration.between(begun, healed).toSeconds(),
                recovery.toMillis(),
                stored,
                doubled);
        assertThat(doubled).as("doubled by %s", fault).isZero();
        cluster.awaitReady();
    }

    private void rest() {
        CAMPAIGNS.forEach(Measured::pause);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() ->
                        cluster.stores().number("select count(*) from run where state in ('PLANNED', 'RUNNING')") == 0);
    }

    private void awaitSamplesAfter(Instant instant) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> cluster.stores()
                                .number("select count(*) from sample where outcome = 'OK' and scheduled_at > '"
                                        + instant + "'")
                        >= 6);
    }
}
