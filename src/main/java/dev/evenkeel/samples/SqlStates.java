package dev.evenkeel.samples;

import io.vertx.pgclient.PgException;

/** What the codes mean with which PostgreSQL refuses a statement; those of its manual's appendix "Error Codes". */
final class SqlStates {
    private SqlStates() {}

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
