package dev.evenkeel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundsHereTest {
    private static final String TOPIC = Topics.PROBE_REQUESTS;
    private static final int PARTITIONS = 8;

    private final RoundRequest round = WireMessages.bareRound();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final RoundsHere here = new RoundsHere(new Vantages(Set.of(round.vantage()), round.vantage()));

    @BeforeEach
    void aTopicOfEightPartitions() {
        consumer.updatePartitions(
                TOPIC,
                IntStream.range(0, PARTITIONS)
                        .mapToObj(partition -> new PartitionInfo(TOPIC, partition, null, null, null))
                        .toList());
    }

    @Test
    void whoReadsAllPartitionsHasAllThatAProviderAllows() {
        here.onPartitionsAssigned(consumer, partitions(0, 8));

        assertThat(allowed(10)).isEqualTo(10);
    }

    @Test
    void proberTogetherKeepToWhatAProviderAllows() {
        var other = new RoundsHere(new Vantages(Set.of(round.vantage()), round.vantage()));
        here.onPartitionsAssigned(consumer, partitions(0, 5));
        other.onPartitionsAssigned(consumer, partitions(5, 8));

        for (int limit = 2; limit <= 40; limit++) {
            assertThat(allowed(here, limit) + allowed(other, limit))
                    .as("of %s", limit)
                    .isBetween(limit - 1, limit);
        }
    }

    @Test
    void whatIsTakenAndGivenPieceByPieceIsCounted() {
        here.onPartitionsAssigned(consumer, partitions(0, 8));
        here.onPartitionsRevoked(consumer, partitions(4, 8));
        assertThat(allowed(8)).isEqualTo(4);

        here.onPartitionsAssigned(consumer, List.of());
        here.onPartitionsAssigned(consumer, partitions(6, 8));
        assertThat(allowed(8)).isEqualTo(6);

        here.onPartitionsLost(consumer, partitions(0, 8));
        assertThat(allowed(8)).isEqualTo(1);
    }

    @Test
    void whatWasGivenAwayIsNotHeldAnyMore() {
        here.onPartitionsAssigned(consumer, partitions(0, 2));
        here.onPartitionsRevoked(consumer, partitions(1, 2));

        assertThat(partitions(0, 2)).extracting(here::holds).containsExactly(true, false);
    }

    @Test
    void namesOfVantagesMayHaveBlanksAroundThem() {
        assertThat(new Vantages(Set.of("default", " eu-west"), "moon").known())
                .containsExactlyInAnyOrder("default", "eu-west", "moon");
    }

    @Test
    void aProberOnStandByMayAskOneAtATime() {
        here.onPartitionsAssigned(consumer, partitions(0, 1));

        assertThat(allowed(3)).isEqualTo(1);
    }

    @Test
    void onlyRoundsOfThisVantageAreProbed() {
        var elsewhere = new RoundsHere(new Vantages(Set.of("moon"), "moon"));

        assertThat(here.refusalOf(round)).isEmpty();
        assertThat(elsewhere.refusalOf(round))
                .contains("a round for the vantage " + round.vantage() + " came to a prober at moon");
    }

    private int allowed(int limit) {
        return allowed(here, limit);
    }

    private int allowed(RoundsHere prober, int limit) {
        return prober.shared(round.withMaxConcurrency(any -> limit)).targets().stream()
                .mapToInt(ProbeTarget::maxConcurrency)
                .max()
                .orElseThrow();
    }

    private static List<TopicPartition> partitions(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList();
    }
}
