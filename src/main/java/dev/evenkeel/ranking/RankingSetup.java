package dev.evenkeel.ranking;

import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.rollup.Ladder;
import dev.evenkeel.samples.Pulse;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;

/** What all rankings of this service share. */
@Singleton
final class RankingSetup {
    private final Clock clock;
    private final Ladder ladder;
    private final RankingConfig config;

    @Inject
    RankingSetup(Clock clock, Ladder ladder, RankingConfig config) {
        this.clock = clock;
        this.ladder = ladder;
        this.config = config;
    }

    Instant now() {
        return clock.instant();
    }

    RankingQuestion question(RankableCampaign campaign, RankingParameters parameters) {
        return RankingQuestion.of(campaign, parameters, clock.instant(), ladder);
    }

    RankingTag tag(RankingQuestion question, Pulse pulse) {
        return RankingTag.of(question, pulse, config.minPracticalDifference());
    }

    Ranker ranker(RankingQuestion question) {
        return new Ranker(question, config.minPracticalDifference());
    }
}
