package dev.evenkeel.fault;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.Api;
import dev.evenkeel.TopicContents;
import dev.evenkeel.simulator.ServedRequest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must add up about a cluster, whatever has been done to it. */
final class Reckoning {
    private static final System.Logger LOG = System.getLogger(Reckoning.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration WINDOW = Duration.ofDays(2);
    private static final int LOG_CAPACITY = 10_000;

    /** A round may be probed so late at most: what a prober that died had asked for, another one asks for only that long. */
    private static final int TOLERANCE_S = 5;

    private final Cluster cluster;
    private final ClusterStores stores;

    Reckoning(Cluster cluster) {
        this.cluster = cluster;
        this.stores = cluster.stores();
    }

    /**
     * While the campaign still fires: each second since it was put, up to the first that has not been decided on, is a run, or is
     * counted as missed, skipped or without budget. A decision and its run are one transaction, so that this is exact at any
     * instant.
     */
    void everyFiringIsToldOnce(Measured campaign) throws SQLException {
        List<Long> told = stores
                .column("select unnest(array[ceil(extract(epoch from next_firing_at - created_at))::bigint - 1,"
                        + " (select count(*) from run where campaign_id = c.id and trigger = 'SCHEDULE'),"
                        + " (select count(distinct scheduled_at) from run where campaign_id = c.id),"
                        + " missed_firings, skipped_firings, budget_firings]) from campaign c where name = '"
                        + campaign.name() + "'")
                .stream()
                .map(Long::valueOf)
                .toList();
        long seconds = told.get(0);
        long runs = told.get(1);
        long missed = told.get(3);
        long skipped = told.get(4);
        long withoutBudget = told.get(5);
        LOG.log(
                Level.INFO,
                "{0}: seconds={1} runs={2} missed={3} skipped={4} without budget={5}",
                campaign.name(),
                seconds,
                runs,
                missed,
                skipped,
                withoutBudget);

        assertThat(told.get(2)).as("distinct firings of %s", campaign).isEqualTo(runs);
        assertThat(runs + missed + skipped + withoutBudget)
                .as("firings of %s that are told", campaign)
                .isEqualTo(seconds);
    }

    void everyRunAddsUp(Measured campaign) throws SQLException {
        List<String> ids =
                stores.column("select id from run where campaign_id = (select id from campaign where name = '"
                        + campaign.name() + "')");
        long missed = 0;
        for (String id : ids) {
            var run = Api.run(id);
            Map<String, Integer> outcomes = run.getMap("outcomes");
            assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum())
                    .as("outcomes of %s", outcomes)
                    .isEqualTo(run.getInt("expected"));
            missed += outcomes.getOrDefault("MISSED", 0);
        }
        LOG.log(Level.INFO, "{0}: runs={1} missed samples={2}", campaign.name(), ids.size(), missed);
    }

    /** Waits until all that Kafka has acknowledged by now is stored; gives how many samples that is. */
    int awaitStored() {
        Set<String> acknowledged = TopicContents.sampleIds(stores.kafkaBootstrap(), sample -> true);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(lost(acknowledged)).as("lost").isEmpty());
        return acknowledged.size();
    }

    private List<String> lost(Set<String> acknowledged) throws SQLException {
        Set<String> lost = new HashSet<>(acknowledged);
        stores.column("select id from sample").forEach(lost::remove);
        return lost.stream().limit(10).toList();
    }

    /** Samples that count twice: by their ids, and by what they are of. */
    long doubled() throws SQLException {
        return stores.number("select greatest(count(*) - count(distinct id), count(*)"
                + " - count(distinct (run_id, round, target_id, arm, vantage))) from sample");
    }

    void whatKafkaAcknowledgedIsStoredOnce() throws SQLException {
        String kafka = stores.kafkaBootstrap();
        Set<String> acknowledged = TopicContents.sampleIds(kafka, sample -> true);
        Set<String> ofNowhere = new HashSet<>(stores.column("select id from sample"));
        ofNowhere.removeAll(acknowledged);

        assertThat(lost(acknowledged)).as("lost").isEmpty();
        assertThat(ofNowhere).as("stored and not acknowledged").isEmpty();
        assertThat(doubled()).as("doubled").isZero();
        for (String topic : List.of("evenkeel.samples.dlq", "evenkeel.probe-requests.dlq")) {
            assertThat(TopicContents.of(kafka, topic)).as(topic).isEmpty();
        }
    }

    /** Of all hours, that which is not over included. */
    void rollupsAreWhatSamplesSay(String campaign) {
        Instant now = Instant.now();
        JsonPath found = given().contentType("application/json")
                .queryParam("from", now.minus(WINDOW).toString())
                .queryParam("to", now.plus(WINDOW).toString())
                .post("/api/v1/campaigns/" + campaign + "/rollups/check")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        LOG.log(
                Level.INFO,
                "{0}: rollups checked={1} differing={2}",
                campaign,
                found.getLong("checked"),
                found.getLong("differing"));

        assertThat(found.getLong("checked")).as("rollups of %s", campaign).isPositive();
        assertThat(found.getLong("differing")).as("of %s", campaign).isZero();
    }

    void theBudgetWasKept(Measured campaign, int probesPerDay) throws SQLException {
        long spent = stores.number(
                "select coalesce(max(probes), 0) from campaign_spend s join campaign c on c.id = s.campaign_id"
                        + " where c.name = '" + campaign.name() + "'");

        assertThat(spent).isBetween(1L, (long) probesPerDay);
    }

    /** From each of the vantages, and from no other; of the same rounds at the same instants. */
    void probedFrom(Measured campaign, List<String> vantages) throws SQLException {
        String ofCampaign =
                " from sample where campaign_id = (select id from campaign where name = '" + campaign.name() + "')";
        assertThat(stores.column("select distinct vantage" + ofCampaign)).containsExactlyInAnyOrderElementsOf(vantages);
        assertThat(stores.number("select count(*) from (select run_id, round" + ofCampaign
                        + " group by run_id, round having count(distinct scheduled_at) > 1) r"))
                .as("rounds with two instants")
                .isZero();
    }

    /**
     * What the providers were asked, by their own log. It does not tell of which round a request was, so that numbers of requests
     * of a model at a provider are compared with its samples: each sample of a request that reached the provider was asked for,
     * and nothing was asked for that is no sample, save where a connection was closed before an answer (which may have brought the request,
     * and is tried once more where it was a kept one), once for each round that was published again, and for what a prober that
     * was killed, stopped or suspended had in hand, which may have been asked for in vain, and once more by another one. So may what
     * Kafka had not acknowledged when it was stopped.
     */
    void providersWereAskedOnce(Measured campaign) throws SQLException {
        List<ServedRequest> served = cluster.simulator().served();
        assertThat(served).as("requests in a log that forgets none").hasSizeLessThan(LOG_CAPACITY);
        long publishedAgain = roundsPublishedAgain(campaign);
        long inHand = 2L
                * TOLERANCE_S
                * campaign.rounds()
                * (cluster.interruptionsOfProbers() + stores.timesKafkaWasStopped());
        for (String provider : Measured.PROVIDERS) {
            long asked = served.stream()
                    .filter(request -> request.model().equals(campaign.model())
                            && request.provider().equals(provider))
                    .count();
            String ofProvider = " from sample s join campaign_target t on t.id = s.target_id where t.provider = '"
                    + provider + "' and t.model = '" + campaign.model() + "' and ";
            long samples = stores.number(
                    "select count(*)" + ofProvider
                            + "outcome not in ('REFUSED_BY_POLICY', 'CONNECT_ERROR') and timeout_phase is distinct from 'CONNECT'");
            long perhaps = stores.number("select count(*)" + ofProvider
                    + "(outcome = 'CONNECT_ERROR' or timeout_phase = 'CONNECT' or stale_retry)");
            LOG.log(
                    Level.INFO,
                    "{0} at {1}: requests={2} samples={3} that may have arrived or be sent twice={4} rounds published again={5}"
                            + " in hand at most={6}",
                    campaign.name(),
                    provider,
                    asked,
                    samples,
                    perhaps,
                    publishedAgain,
                    inHand);

            assertThat(asked)
                    .as("requests of %s", campaign)
                    .isBetween(samples, samples + perhaps + publishedAgain + inHand);
        }
    }

    private long roundsPublishedAgain(Measured campaign) {
        List<String> rounds = new ArrayList<>();
        for (String topic : List.of("evenkeel.probe-requests", "evenkeel.probe-requests." + Cluster.ELSEWHERE)) {
            TopicContents.forEach(stores.kafkaBootstrap(), topic, value -> {
                JsonNode round = roundIn(value);
                if (round.path("campaign").asText().equals(campaign.name())) {
                    rounds.add(round.path("runId") + " " + round.path("round") + " " + round.path("vantage"));
                }
            });
        }
        assertThat(rounds).as("rounds of %s", campaign).isNotEmpty();
        return (long) rounds.size() - new HashSet<>(rounds).size();
    }

    private static JsonNode roundIn(byte[] value) {
        try {
            return JSON.readTree(value).path("round");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
