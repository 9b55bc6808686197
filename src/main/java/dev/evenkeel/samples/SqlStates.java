package dev.evenkeel.samples;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Duration;

/** What the codes mean with which PostgreSQL refuses a statement; those of its manual's appendix "Error Codes". */
final class SqlStates {
    private static final int DEADLOCK_RETRIES = 5;
    private static final Duration DEADLOCK_PAUSE = Duration.ofMillis(20);

    private SqlStates() {}

    /** Does a transaction again, a few times, where another one was let through first. */
    static <T> Uni<T> retryingDeadlocks(Uni<T> transaction) {
        return transaction
                .onFailure(SqlStates::isDeadlock)
                .retry()
                .withBackOff(DEADLOCK_PAUSE)
                .atMost(DEADLOCK_RETRIES);
    }

    /** Another transaction was let through first; the same again may succeed. */
    static boolean isDeadlock(Throwable failure) {
        return has(failure, "40P01") || has(failure, "40001");
    }

    static boolean isLockTimeout(Throwable failure) {
        return has(failure, "55P03");
    }

    /** A row that no partition takes is one, too. */
    static boolean isCheckViolation(Throwable failure) {
        return has(failure, "23514");
    }

    /**
     * Class 22 is bad data, class 23 a broken constraint, and a value that no column can hold fails before it is
     * sent: none mends itself by trying again.
     */
    static boolean isData(Throwable failure) {
        return failure instanceof ArithmeticException || has(failure, "22") || has(failure, "23");
    }

    private static boolean has(Throwable failure, String prefix) {
        return failure instanceof PgException pg
                && pg.getSqlState() != null
                && pg.getSqlState().startsWith(prefix);
    }
}
