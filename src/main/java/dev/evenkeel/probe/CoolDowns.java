package dev.evenkeel.probe;

import dev.evenkeel.measurement.Account;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has asked this process to wait, and until when. The end is fixed on the monotonic clock when the
 * provider asks, so that a step of the wall clock neither prolongs nor ends a cool-down. Confined to one
 * thread.
 */
final class CoolDowns {
    /** @param shown {@code nanoTime} as the wall clock had it, for people */
    private record End(long nanoTime, Instant shown) {}

    private final Map<Account, End> ends = new HashMap<>();
    private final Duration longest;
    private final Clock clock;
    private final LongSupplier nanoTime;

    /** @param longest bounds every cool-down; nothing = there are none */
    CoolDowns(Duration longest, Clock clock, LongSupplier nanoTime) {
        this.longest = longest;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Heeds what came with a 429. Of two cool-downs that overlap, the one that ends later holds.
     *
     * @return how long the provider is left alone for it; absent where it did not ask
     */
    Optional<Duration> rateLimited(Account account, @Nullable String retryAfter) {
        Instant now = clock.instant();
        Optional<Duration> asked = RetryAfter.wait(retryAfter, now, longest);
        asked.ifPresent(wait -> {
            End end = new End(
                    nanoTime.getAsLong() + wait.toNanos(), now.plus(wait).truncatedTo(ChronoUnit.MILLIS));
            ends.merge(account, end, (one, other) -> one.nanoTime() - other.nanoTime() > 0 ? one : other);
        });
        return asked;
    }

    /** Why nothing may be sent until the cool-down is over; absent where there is none. */
    Optional<String> refusalOf(Account account) {
        End end = ends.get(account);
        if (end == null) {
            return Optional.empty();
        }
        if (nanoTime.getAsLong() - end.nanoTime() >= 0) {
            ends.remove(account);
            return Optional.empty();
        }
        return Optional.of("cool-down: the provider asked to wait, nothing is sent until " + end.shown());
    }
}
