package dev.evenkeel.campaign;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Claims due rounds in a transaction. What is claimed has been counted against the budgets, and is to be published. */
@Singleton
final class RoundClaim {
    static final int BATCH = 200;

    private final Transactions transactions;
    private final RunRepository runs;
    private final Budgets budgets;
    private final SchedulerConfig config;

    RoundClaim(Transactions transactions, RunRepository runs, Budgets budgets, SchedulerConfig config) {
        this.transactions = transactions;
        this.runs = runs;
        this.budgets = budgets;
        this.config = config;
    }

    /** The due rounds of up to {@link #BATCH} runs. */
    Uni<List<ClaimedRounds>> claim(Instant now) {
        Instant horizon = now.plus(config.lead());
        return transactions.in(session -> runs.lockDue(session, now, horizon, BATCH)
                .chain(due -> budgets.open(session, due, now.minus(config.tolerance()), horizon)
                        .map(admissions -> claim(due, now, horizon, admissions))));
    }

    private List<ClaimedRounds> claim(
            List<StoredRun> due, Instant now, Instant horizon, Map<UUID, RoundAdmission> admissions) {
        Instant lease = now.plus(config.lease());
        return due.stream()
                .map(run -> run.claim(now, horizon, lease, admissions.getOrDefault(run.id(), RoundAdmission.ALL)))
                .toList();
    }
}
