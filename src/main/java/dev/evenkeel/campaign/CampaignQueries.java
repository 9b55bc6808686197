package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignView.FiringView;
import dev.evenkeel.http.Cursor;
import dev.evenkeel.http.Page;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.http.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Campaigns for readers. */
@Singleton
final class CampaignQueries {
    private final Transactions transactions;
    private final CampaignRepository campaigns;

    CampaignQueries(Transactions transactions, CampaignRepository campaigns) {
        this.transactions = transactions;
        this.campaigns = campaigns;
    }

    Uni<CampaignView> get(String name) {
        return transactions
                .in(session -> campaigns.find(session, name))
                .map(found -> found.orElseThrow(() -> ProblemException.notFound("campaign", name)))
                .map(CampaignQueries::view);
    }

    /** Campaigns in the order of their names; the key of the order is the name. */
    Uni<Page<CampaignView>> list(PageRequest request) {
        String after = request.after() == null ? "" : request.after().key().get(0);
        return transactions
                .in(session -> campaigns.page(session, after, request.fetchLimit()))
                .map(found -> request.page(found, campaign -> Cursor.of(campaign.name())))
                .map(page -> page.map(CampaignQueries::view));
    }

    private static CampaignView view(StoredCampaign campaign) {
        return new CampaignView(
                campaign.name(),
                campaign.document(),
                campaign.state(),
                campaign.pauseNote(),
                campaign.specVersion(),
                nextFirings(campaign),
                campaign.missedFirings(),
                campaign.skippedFirings(),
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
        return Stream.concat(pending.stream(), later.stream())
                .map(FiringView::of)
                .toList();
    }
}
