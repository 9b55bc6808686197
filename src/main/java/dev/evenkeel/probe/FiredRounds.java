package dev.evenkeel.probe;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.evenkeel.measurement.RoundRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/**
 * The rounds that this process has lately fired. A round that was published a second time, because whoever published it
 * first could not tell that it was out, asks nobody again; where another process fired it, its samples have the same ids and
 * count once. Bounded. Thread-safe.
 */
@Singleton
class FiredRounds {
    private static final int MOST = 100_000;

    /** Longer than any round may be late. */
    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    private final Cache<Round, Boolean> fired = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(KEPT_FOR)
            .executor(Runnable::run)
            .build();

    boolean isFired(RoundRequest round) {
        return fired.getIfPresent(Round.of(round)) != null;
    }

    /** Notes that it is fired; false where it has been already. */
    boolean fire(RoundRequest round) {
        return fired.asMap().putIfAbsent(Round.of(round), Boolean.TRUE) == null;
    }

    private record Round(UUID runId, int round, String vantage) {
        static Round of(RoundRequest request) {
            return new Round(request.runId(), request.round(), request.vantage());
        }
    }
}
