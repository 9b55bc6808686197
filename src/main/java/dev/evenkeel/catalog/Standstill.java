package dev.evenkeel.catalog;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** For how long others wait for a process that stands still amid a transaction: suspended, or cut off from the store. */
public final class Standstill {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final String BOUND =
            "select set_config('idle_in_transaction_session_timeout', '" + LONGEST.toMillis() + "', true)";

    private Standstill() {}

    /** From now on the store ends the session's transaction where it hears nothing of it for some seconds between two statements. */
    public static Uni<Void> bounded(Session session) {
        return session.createNativeQuery(BOUND).getSingleResult().replaceWithVoid();
    }
}
