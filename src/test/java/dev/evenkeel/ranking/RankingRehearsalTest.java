package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import org.junit.jupiter.api.Test;

class RankingRehearsalTest {
    private final OneCampaign store = new OneCampaign(new Probes());

    @Test
    void whatIsMadeUpIsRankedAndTheStoreIsAskedForNothingThatThereIs() {
        try (RankingParts parts = RankingParts.neverFresh(store)) {
            RankingRehearsal rehearsal = rehearsal(parts);

            assertThat(rehearsal.rehearse()).isGreaterThan(10_000);
            rehearsal.onStart(new StartupEvent());

            assertThat(store.reads).isEqualTo(1);
            assertThat(store.asked).startsWith("1 reuse ");
        }
    }

    @Test
    void aStoreThatIsAwayKeepsNothingFromStarting() {
        store.broken = true;
        try (RankingParts parts = RankingParts.neverFresh(store)) {
            rehearsal(parts).onStart(new StartupEvent());

            assertThat(store.reads).isZero();
        }
    }

    private static RankingRehearsal rehearsal(RankingParts parts) {
        return new RankingRehearsal(true, parts.setup, parts.rankings, parts.cache, parts.threads);
    }
}
