package dev.evenkeel.check;

import dev.evenkeel.http.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Lets so many checks through at once: each holds a connection to a provider and may cost money. Thread-safe. */
@Singleton
final class CheckGate {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final int places;
    private final Semaphore free;

    CheckGate(CheckConfig config) {
        this.places = config.maxConcurrent();
        this.free = new Semaphore(places);
    }

    /** The same work, begun only where there is a place for it. Fails with 429 where there is none. */
    <T> Uni<T> pass(Uni<T> work) {
        return Uni.createFrom().deferred(() -> free.tryAcquire() ? leaving(work) : full());
    }

    /** The place is given back when the work ends, and not when its caller leaves: the probe goes on without him. */
    private <T> Uni<T> leaving(Uni<T> work) {
        return Uni.createFrom()
                .emitter(caller ->
                        work.onTermination().invoke(free::release).subscribe().with(caller::complete, caller::fail));
    }

    private <T> Uni<T> full() {
        return Uni.createFrom()
                .failure(ProblemException.limited(places + " checks are under way here already", RETRY_AFTER));
    }
}
