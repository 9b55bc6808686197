package dev.evenkeel.campaign;

import dev.evenkeel.http.Page;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.samples.RunTally;
import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Runs for readers, with what has come of them so far. */
@Singleton
final class RunQueries {
    private final Transactions transactions;
    private final CampaignRepository campaigns;
    private final RunRepository runs;
    private final SampleLog samples;
    private final StoreClock clock;

    RunQueries(
            Transactions transactions,
            CampaignRepository campaigns,
            RunRepository runs,
            SampleLog samples,
            StoreClock clock) {
        this.transactions = transactions;
        this.campaigns = campaigns;
        this.runs = runs;
        this.samples = samples;
        this.clock = clock;
    }

    /** A run that is over is there for as long as its samples. */
    Uni<RunView> get(UUID id) {
        return clock.now()
                .chain(now -> transactions
                        .in(session -> runs.find(session, id, samples.keptSince(now)))
                        .map(found -> found.orElseThrow(() -> ProblemException.notFound("run", id.toString())))
                        .chain(run -> views(List.of(run), now))
                        .map(views -> views.get(0)));
    }

    /** The campaign's runs, newest first; the key of the order is the nominal instant and the id. */
    Uni<Page<RunView>> list(String campaign, PageRequest request) {
        RunKey after = request.after() == null ? RunKey.BEFORE_ALL : RunKey.of(request.after());
        return clock.now()
                .chain(now -> transactions
                        .in(session -> campaigns
                                .find(session, campaign)
                                .map(found -> found.orElseThrow(() -> ProblemException.notFound("campaign", campaign)))
                                .chain(found -> runs.page(
                                        session, found.id(), after, samples.keptSince(now), request.fetchLimit())))
                        .map(found -> request.page(found, run -> new RunKey(run.scheduledAt(), run.id()).cursor()))
                        .chain(page -> views(page.items(), now).map(views -> new Page<>(views, page.next()))));
    }

    private Uni<List<RunView>> views(List<RunRow> rows, Instant now) {
        return samples.talliesByRun(rows.stream().map(RunRow::id).toList(), RunRow.earliest(rows))
                .map(tallies -> rows.stream()
                        .map(run -> RunView.of(run, tallies.getOrDefault(run.id(), RunTally.NOTHING), now))
                        .toList());
    }
}
