package dev.evenkeel.ranking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.evenkeel.campaign.CampaignChanged;
import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.samples.Pulse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a question means now, and whether its answer has changed: from memory where that was looked up less than
 * {@code evenkeel.ranking.freshness} ago. All questions about a campaign share one look-up of it, and all of one workload
 * version, kind of connection, vantages and end of the window share one of its pulse. Where nobody asks, nothing is looked up.
 */
@Singleton
final class RankingLookUps {
    /** So many campaigns, pulses and questions are remembered at most; what is beyond is looked up again. */
    private static final int MOST = 10_000;

    private final Rankings rankings;
    private final RankingSetup setup;
    private final RecentLookUps<String, RankableCampaign> campaigns;
    private final RecentLookUps<PulseOf, Pulse> pulses;
    private final Cache<Asked, Current> questions =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    @Inject
    RankingLookUps(Rankings rankings, RankingSetup setup, RankingConfig config) {
        this.rankings = rankings;
        this.setup = setup;
        this.campaigns = new RecentLookUps<>(config.freshness(), MOST);
        this.pulses = new RecentLookUps<>(config.freshness(), MOST);
    }

    /** In this process a change of a campaign is seen at once. */
    void changed(@Observes CampaignChanged change) {
        campaigns.forget(change.name());
    }

    /** Fails with 404 where there is no campaign of that name. */
    Uni<RankableCampaign> campaign(String name) {
        return campaigns.get(name, rankings::campaign);
    }

    /** Of the slice that the question is about. */
    Uni<Pulse> pulse(RankingQuestion question) {
        return pulses.get(PulseOf.of(question), key -> rankings.pulse(question));
    }

    /**
     * The question as it stands now and the tag that its answer has. Fails with 404 for an unknown campaign, with 422 for
     * what can't be asked of it; neither is remembered.
     */
    Uni<Current> current(Asked asked) {
        return campaign(asked.campaign()).chain(campaign -> current(asked, campaign));
    }

    /** The same where nothing has to be waited for, at a fraction of the cost; absent elsewhere. */
    @Nullable
    Current known(Asked asked) {
        RankableCampaign campaign = campaigns.known(asked.campaign());
        Current known = campaign == null ? null : stillHolding(questions.getIfPresent(asked), campaign);
        return known != null && known.pulse().equals(pulses.known(PulseOf.of(known.question()))) ? known : null;
    }

    private Uni<Current> current(Asked asked, RankableCampaign campaign) {
        Current known = stillHolding(questions.getIfPresent(asked), campaign);
        RankingQuestion question = known == null ? setup.question(campaign, asked.parameters()) : known.question();
        return pulse(question).map(pulse -> {
            if (known != null && known.pulse().equals(pulse)) {
                return known;
            }
            Current current = new Current(question, pulse, setup.tag(question, pulse), question.validUntil(pulse));
            questions.put(asked, current);
            return current;
        });
    }

    private @Nullable Current stillHolding(@Nullable Current known, RankableCampaign campaign) {
        return known != null
                        && known.question().campaign().equals(campaign)
                        && setup.now().isBefore(known.validUntil())
                ? known
                : null;
    }

    /** A question as a client put it. */
    record Asked(String campaign, RankingParameters parameters) {}

    /**
     * A question and the tag of its answer.
     *
     * @param validUntil then the question has to be put anew, even if nothing has come in: its window slides, or a round
     *     counts that was incomplete
     */
    record Current(RankingQuestion question, Pulse pulse, RankingTag tag, Instant validUntil) {}

    /** What a pulse is of: all that is in it but the time of asking. */
    private record PulseOf(
            UUID campaign,
            int specVersion,
            ConnectionArm connection,
            List<String> vantages,
            Set<UUID> targets,
            Duration roundSettles,
            Instant to) {
        static PulseOf of(RankingQuestion question) {
            RankableCampaign campaign = question.campaign();
            return new PulseOf(
                    campaign.id(),
                    question.specVersion(),
                    question.connection(),
                    question.vantages(),
                    campaign.targets().keySet(),
                    campaign.roundSettles(),
                    question.to());
        }
    }
}
