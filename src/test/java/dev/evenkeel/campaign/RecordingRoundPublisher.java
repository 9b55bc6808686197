package dev.evenkeel.campaign;

import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.pipeline.RoundPublisher;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Keeps what is published instead of sending it, and fails when told to. */
@Alternative
@Singleton
class RecordingRoundPublisher implements RoundPublisher {
    private final List<RoundRequest> published = new CopyOnWriteArrayList<>();
    private volatile Predicate<RoundRequest> failing = round -> false;

    @Override
    public Uni<Void> publish(RoundRequest round) {
        return Uni.createFrom().deferred(() -> {
            if (failing.test(round)) {
                return Uni.createFrom().failure(new IllegalStateException("the broker is away"));
            }
            published.add(round);
            return Uni.createFrom().voidItem();
        });
    }

    List<RoundRequest> published() {
        return List.copyOf(published);
    }

    List<Integer> rounds() {
        return published.stream().map(RoundRequest::round).sorted().toList();
    }

    void failFor(Predicate<RoundRequest> rounds) {
        failing = rounds;
    }

    void reset() {
        published.clear();
        failing = round -> false;
    }
}
