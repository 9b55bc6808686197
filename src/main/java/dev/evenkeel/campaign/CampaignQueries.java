package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignView.FiringView;
import dev.evenkeel.campaign.CampaignView.PastFiringView;
import dev.evenkeel.campaign.CampaignView.SpendView;
import dev.evenkeel.http.Cursor;
import dev.evenkeel.http.Page;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** Campaigns for readers. */
@Singleton
final class CampaignQueries {
    private final Transactions transactions;
    private final CampaignRepository campaigns;
    private final RunRepository runs;
    private final SpendRepository spends;
    private final StoreClock clock;

    CampaignQueries(
            Transactions transactions,
            CampaignRepository campaigns,
            RunRepository runs,
            SpendRepository spends,
            StoreClock clock) {
        this.transactions = transactions;
        this.campaigns = campaigns;
        this.runs = runs;
        this.spends = spends;
        this.clock = clock;
    }

    /**
     * A campaign in full.
     *
     * @param tag its entity tag
     */
    record Found(String tag, CampaignView view) {}

    Uni<Found> get(String name) {
        return clock.now()
                .chain(now -> transactions.in(session -> campaigns
                        .find(session, name)
                        .map(found -> found.orElseThrow(() -> ProblemException.notFound("campaign", name)))
                        .chain(campaign ->
                                inFull(session, campaign, now).map(view -> new Found(campaign.entityTag(), view)))));
    }

    private Uni<CampaignView> inFull(Session session, StoredCampaign campaign, Instant now) {
        LocalDate today = SpendKey.dayOf(now);
        return runs.latestScheduled(session, campaign.id(), CampaignView.FIRINGS_SHOWN)
                .chain(last -> spends.read(session, Set.of(campaign.id()), Set.of(today))
                        .map(spent -> view(
                                campaign,
                                last.stream().map(PastFiringView::of).toList(),
                                DailyLoad.of(
                                        campaign.spec(),
                                        campaign.timetable(campaign.spec()),
                                        campaign.remainingRuns(),
                                        now),
                                spentOn(today, campaign, spent.get(new SpendKey(campaign.id(), today))))));
    }

    private static @Nullable SpendView spentOn(LocalDate today, StoredCampaign campaign, @Nullable StoredSpend spent) {
        if (campaign.budget().isEmpty()) {
            return null;
        }
        boolean counted = campaign.budget().get().costPerDay() != null;
        BigDecimal cost = spent == null ? BigDecimal.ZERO : spent.cost();
        return new SpendView(
                today,
                spent == null ? 0 : spent.probes(),
                counted ? cost : null,
                counted ? campaign.spec().currency().orElse(null) : null);
    }

    /** Campaigns in the order of their names; the key of the order is the name. */
    Uni<Page<CampaignView>> list(PageRequest request) {
        String after = request.after() == null ? "" : request.after().key().get(0);
        return transactions
                .in(session -> campaigns.page(session, after, request.fetchLimit()))
                .map(found -> request.page(found, campaign -> Cursor.of(campaign.name())))
                .map(page -> page.map(campaign -> view(campaign, null, null, null)));
    }

    private static CampaignView view(
            StoredCampaign campaign,
            @Nullable List<PastFiringView> lastFirings,
            @Nullable DailyLoad expectedPerDay,
            @Nullable SpendView spentToday) {
        return new CampaignView(
                campaign.name(),
                campaign.document(),
                campaign.state(),
                campaign.pauseNote(),
                campaign.specVersion(),
                nextFirings(campaign),
                lastFirings,
                campaign.bufferedFiringAt(),
                campaign.remainingRuns(),
                campaign.missedFirings(),
                campaign.skippedFirings(),
                campaign.budgetFirings(),
                expectedPerDay,
                spentToday,
                campaign.createdAt(),
                campaign.updatedAt());
    }

    private static List<FiringView> nextFirings(StoredCampaign campaign) {
        Optional<Firing> pending = campaign.pending();
        if (pending.isEmpty()) {
            return List.of();
        }
        Timetable timetable = campaign.timetable(campaign.spec());
        List<Firing> later = timetable.upcoming(pending.get().nominal(), CampaignView.FIRINGS_SHOWN - 1);
        Integer left = campaign.remainingRuns();
        return Stream.concat(pending.stream(), later.stream())
                .limit(left == null ? CampaignView.FIRINGS_SHOWN : left)
                .map(FiringView::of)
                .toList();
    }
}
