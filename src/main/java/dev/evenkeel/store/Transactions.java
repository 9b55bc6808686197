package dev.evenkeel.store;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Function;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;

/** Runs work in transactions of its own. */
@Singleton
public final class Transactions {
    private static final int RACES_LOST_AT_MOST = 3;

    /** Between two statements. */
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(5);

    private static final String GIVE_UP =
            "select set_config('idle_in_transaction_session_timeout', '" + LONGEST_STANDSTILL.toMillis() + "', true)";

    private final Mutiny.SessionFactory sessions;

    Transactions(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /**
     * Completes once the work has been committed. Rows that the work changed are written before that. Where this process
     * stands still amid it, suspended or cut off, the store gives up on it: others may wait for what it has locked.
     */
    public <T> Uni<T> in(Function<Mutiny.Session, Uni<T>> work) {
        return sessions.withTransaction((session, transaction) ->
                session.createNativeQuery(GIVE_UP).getSingleResult().chain(() -> work.apply(session)));
    }

    /**
     * The same for work that looks before it inserts: when somebody else's insert or delete came in between,
     * it is done again from the start and sees what the other did.
     */
    public <T> Uni<T> retrying(Function<Mutiny.Session, Uni<T>> work) {
        return in(work).onFailure(Transactions::isLostRace).retry().atMost(RACES_LOST_AT_MOST);
    }

    private static boolean isLostRace(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException) {
                return true;
            }
        }
        return false;
    }
}
