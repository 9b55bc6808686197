package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.RoundRequest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * What of the rounds is this prober's: those of its vantage, and of each provider's {@code maxConcurrency} the share that it
 * has of the partitions, so that all probers of the vantage together keep to it. Thread-safe.
 */
@Singleton
@Identifier(RoundsHere.LISTENER)
final class RoundsHere implements KafkaConsumerRebalanceListener {
    static final String LISTENER = "rounds-here";

    private static final Logger LOG = Logger.getLogger(RoundsHere.class);

    private final Vantages vantages;
    private final Set<TopicPartition> assigned = ConcurrentHashMap.newKeySet();
    private volatile Share share = Share.ALL;

    RoundsHere(Vantages vantages) {
        this.vantages = vantages;
    }

    /** Where this process is. */
    String vantage() {
        return vantages.here();
    }

    /** Why a round is not to be probed here; absent for those of this vantage. */
    Optional<String> refusalOf(RoundRequest round) {
        return round.vantage().equals(vantages.here())
                ? Optional.empty()
                : Optional.of("a round for the vantage " + round.vantage() + " came to a prober at " + vantages.here());
    }

    /** The round with this prober's share of what its providers allow: at least one request at a time. */
    RoundRequest shared(RoundRequest round) {
        Share current = share;
        return current.isAll() ? round : round.withMaxConcurrency(current::of);
    }

    /** Whether that partition is this prober's at the moment. Never waits. */
    boolean holds(TopicPartition partition) {
        return assigned.contains(partition);
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        synchronized (assigned) {
            assigned.addAll(partitions);
            int of = partitions.stream()
                    .findAny()
                    .map(any -> consumer.partitionsFor(any.topic()).size())
                    .orElse(share.of());
            update(of);
        }
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        synchronized (assigned) {
            assigned.removeAll(partitions);
            update(share.of());
        }
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        onPartitionsRevoked(consumer, partitions);
    }

    private void update(int of) {
        Share now = new Share(assigned.size(), of);
        if (!now.equals(share)) {
            LOG.infof("rounds shared partitions=%d of=%d", now.mine(), now.of());
            share = now;
        }
    }

    /** So many of all partitions; all of them where nothing is known of others. */
    private record Share(int mine, int of) {
        static final Share ALL = new Share(1, 1);

        boolean isAll() {
            return mine == of;
        }

        int of(int limit) {
            return Math.max(1, (int) ((long) limit * mine / of));
        }
    }
}
