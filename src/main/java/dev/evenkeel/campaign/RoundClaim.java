package dev.evenkeel.campaign;

import dev.evenkeel.measurement.Account;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Claims due rounds in a transaction. What is claimed has been counted against budgets and providers' limits, and is to be published. */
@Singleton
final class RoundClaim {
    static final int BATCH = 200;

    private static final int STATEMENTS_AT_ONCE = 100;

    private final Transactions transactions;
    private final RunRepository runs;
    private final Budgets budgets;
    private final ProviderLimits limits;
    private final SchedulerConfig config;

    RoundClaim(
            Transactions transactions,
            RunRepository runs,
            Budgets budgets,
            ProviderLimits limits,
            SchedulerConfig config) {
        this.transactions = transactions;
        this.runs = runs;
        this.budgets = budgets;
        this.limits = limits;
        this.config = config;
    }

    /** The due rounds of up to {@link #BATCH} runs. */
    Uni<List<ClaimedRounds>> claim(Instant now) {
        return limits.coolDowns(now)
                .chain(coolDowns ->
                        transactions.in(session -> claim(session.setBatchSize(STATEMENTS_AT_ONCE), coolDowns, now)));
    }

    private Uni<List<ClaimedRounds>> claim(Session session, Map<Account, Instant> coolDowns, Instant now) {
        Instant horizon = now.plus(config.lead());
        return runs.lockDue(session, now, horizon, BATCH)
                .chain(due -> budgets.open(session, due, now.minus(config.tolerance()), horizon)
                        .chain(admissions -> limits.open(session, due, coolDowns, now)
                                .chain(sending -> Uni.createFrom()
                                        .item(claim(due, now, horizon, admissions, sending))
                                        .call(claimed -> limits.close(session, sending, claimed, now)))));
    }

    private List<ClaimedRounds> claim(
            List<StoredRun> due,
            Instant now,
            Instant horizon,
            Map<UUID, RoundAdmission> admissions,
            SendingLimits sending) {
        Instant lease = now.plus(config.lease());
        return due.stream()
                .map(run ->
                        run.claim(now, horizon, lease, admissions.getOrDefault(run.id(), RoundAdmission.ALL), sending))
                .toList();
    }
}
