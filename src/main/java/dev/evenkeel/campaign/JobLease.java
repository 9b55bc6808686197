package dev.evenkeel.campaign;

import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/**
 * Which process does a job that would only cost more if all of them did it. The first to ask holds it, for as long as it
 * goes on asking; a process that is gone is replaced once its time is over, by the store's clock. Nothing but time is lost
 * where two hold a job for a moment.
 */
@Singleton
final class JobLease {
    private static final String HOLD = "insert into job (name, holder, held_until) values (:name, :holder,"
            + " clock_timestamp() + :ms * interval '1 millisecond') on conflict (name) do update set holder = excluded.holder,"
            + " held_until = excluded.held_until where job.holder = excluded.holder or job.held_until < clock_timestamp()";

    private final Transactions transactions;
    private final UUID holder = UUID.randomUUID();

    JobLease(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Does the work if nobody else holds the job.
     *
     * @param time for which it is held from now on
     */
    Uni<Void> ifHeld(String job, Duration time, Uni<Void> work) {
        return transactions
                .in(session -> session.createNativeQuery(HOLD)
                        .setParameter("name", job)
                        .setParameter("holder", holder)
                        .setParameter("ms", time.toMillis())
                        .executeUpdate())
                .chain(held -> held > 0 ? work : Uni.createFrom().voidItem());
    }
}
