package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.campaign.CampaignChanged;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.ranking.RankingCache.Answer;
import dev.evenkeel.ranking.RankingLookUps.Asked;
import dev.evenkeel.samples.Pulse;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RankingCacheTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Asked ASKED = asked(null, null);

    private final OneCampaign store =
            new OneCampaign(new Probes().ok("a", Probes.ttft(200, 60)).ok("b", Probes.ttft(200, 60)));
    private RankingParts parts = RankingParts.neverFresh(store);

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void anAnswerThatHasNotChangedIsNeitherReadNorComputedAgain() {
        Answer first = answer(ASKED);
        Answer again = answer(ASKED);
        int reads = store.reads;

        store.revise();
        Answer changed = answer(ASKED);

        assertThat(again).isSameAs(first);
        assertThat(reads).isEqualTo(1);
        assertThat(changed.tag()).isNotEqualTo(first.tag());
        assertThat(changed.revision()).isEqualTo(413);
        assertThat(store.reads).isEqualTo(2);
        assertThat(parts.answers("COMPUTED")).isEqualTo(2);
        assertThat(parts.answers("KEPT")).isEqualTo(1);
    }

    @Test
    void whoHasTheAnswerIsToldSoWithoutItsBeingReadOrComputed() {
        String tag = parts.lookUps
                .current(ASKED)
                .map(current -> current.tag().header())
                .await()
                .atMost(PATIENCE);

        int status = parts.resource
                .ranking("kimi", null, null, null, null, null, null, null, null, tag)
                .await()
                .atMost(PATIENCE)
                .getStatus();

        assertThat(status).isEqualTo(304);
        assertThat(store.reads).isZero();
        assertThat(parts.answers("NOT_MODIFIED")).isEqualTo(1);
    }

    @Test
    void whoAsksTheSameAtTheSameTimeIsAnsweredByOneComputation() throws Exception {
        CompletableFuture<Void> come = new CompletableFuture<>();
        store.readsAfter(Uni.createFrom().completionStage(come));

        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        for (int client = 0; client < 10; client++) {
            asked.add(answering(ASKED).subscribeAsCompletionStage());
        }
        asked.remove(0).cancel(true);
        come.complete(null);

        for (CompletableFuture<Answer> one : asked) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isSameAs(asked.get(0).get(20, TimeUnit.SECONDS));
        }
        assertThat(store.reads).isEqualTo(1);
        assertThat(parts.answers("COMPUTED")).isEqualTo(1);
    }

    @Test
    void aFailureIsNotKept() {
        fresh("PT1M");
        store.broken = true;
        assertThatThrownBy(() -> answer(ASKED)).hasMessage("away");
        store.broken = false;
        store.readsAfter(Uni.createFrom().failure(new IllegalStateException("gone amid")));
        assertThatThrownBy(() -> answer(ASKED)).hasMessage("gone amid");

        store.readsAfter(Uni.createFrom().voidItem());

        assertThat(answer(ASKED).revision()).isEqualTo(412);
    }

    @Test
    void forAMomentTheStoreIsNotAskedWhetherAnythingHasChanged() {
        fresh("PT1M");
        Answer first = answer(ASKED);

        store.revise();

        assertThat(answer(ASKED)).isSameAs(first);
    }

    @Test
    void allQuestionsAboutACampaignShareItsLookUps() {
        fresh("PT1M");

        answer(ASKED);
        answer(asked("P7D", null));
        answer(asked("P31D", null));

        assertThat(store.reads).isEqualTo(3);
        assertThat(store.lookUps).isEqualTo(1);
        assertThat(store.pulses).isEqualTo(1);
    }

    @Test
    void aCampaignThatIsChangedHereIsLookedUpAtOnce() {
        fresh("PT1M");
        answer(ASKED);
        store.deleted = true;

        parts.lookUps.changed(new CampaignChanged("kimi"));

        assertThatThrownBy(() -> answer(ASKED)).isInstanceOf(ProblemException.class);
    }

    @Test
    void whatCannotBeAskedIsLookedUpEachTime() {
        fresh("PT1M");
        Asked unknown = new Asked("other", ASKED.parameters());

        assertThatThrownBy(() -> answer(unknown)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> answer(unknown)).isInstanceOf(ProblemException.class);

        assertThat(store.lookUps).isEqualTo(2);
    }

    @Test
    void aWindowThatSlidesMakesAnotherAnswerOfTheSameRevision() {
        fresh("PT1H");
        Answer first = answer(ASKED);
        parts.clock.set(first.validUntil().minusMillis(1));
        Answer kept = answer(ASKED);

        parts.clock.set(first.validUntil().plusMillis(1));
        Answer slid = answer(ASKED);

        assertThat(kept).isSameAs(first);
        assertThat(first.validUntil()).isEqualTo(Instant.parse("2026-11-24T12:05:00Z"));
        assertThat(slid.validUntil()).isEqualTo(Instant.parse("2026-11-24T12:10:00Z"));
        assertThat(slid.revision()).isEqualTo(first.revision());
        assertThat(slid.tag()).isNotEqualTo(first.tag());
    }

    @Test
    void aRoundThatHasWaitedLongEnoughMakesAnotherAnswerOfTheSameRevision() {
        Instant scheduled = Probes.ASKED_AT.plusSeconds(30);
        store.pulse = new Pulse(412, 1, scheduled);
        Answer first = answer(ASKED);

        store.pulse = new Pulse(412, 0, null);
        parts.clock.set(scheduled);
        Answer settled = answer(ASKED);

        assertThat(first.validUntil()).isEqualTo(scheduled);
        assertThat(settled.revision()).isEqualTo(412);
        assertThat(settled.tag()).isNotEqualTo(first.tag());
    }

    @Test
    void anAnswerTellsWhenItWasComputedAndNotWhenItWasFirstAsked() {
        fresh("PT1H");
        answer(ASKED);
        parts.clock.set(Probes.ASKED_AT.plusSeconds(40));
        store.revise();
        RankingView ranking = parts.lookUps
                .current(ASKED)
                .chain(current -> parts.rankings.answer(current.question()))
                .await()
                .atMost(PATIENCE)
                .ranking();

        assertThat(ranking.generatedAt()).isEqualTo(Probes.ASKED_AT.plusSeconds(40));
    }

    @Test
    void anAnswerAboutThePastIsGivenAnotherHourWhenItsHourIsOver() {
        Asked past = asked(null, "2026-11-24T06:00:00Z");
        Answer first = answer(past);
        parts.clock.set(first.validUntil());

        Answer again = answer(past);

        assertThat(again.tag()).isEqualTo(first.tag());
        assertThat(again.validUntil()).isEqualTo(first.validUntil().plus(Duration.ofHours(1)));
    }

    @Test
    void anAnswerOfALaterRevisionHasATagOfItsOwnAndIsKeptByIt() {
        var before = parts.lookUps.current(ASKED).await().atMost(PATIENCE);
        store.revise();

        Answer later = parts.cache.ranking(before).await().atMost(PATIENCE);

        assertThat(later.tag()).isNotEqualTo(before.tag());
        assertThat(answer(ASKED)).isSameAs(later);
        assertThat(store.reads).isEqualTo(1);
    }

    @Test
    void whatIsKeptIsBounded() {
        parts.close();
        parts = new RankingParts(store, Map.of("evenkeel.ranking.freshness", "PT0S", "evenkeel.ranking.cache", "2K"));

        answer(ASKED);

        // It is weighed, and let go, once it has been handed out.
        await().atMost(PATIENCE).until(() -> {
            answer(ASKED);
            return store.reads > 1;
        });
    }

    private void fresh(String freshness) {
        parts.close();
        parts = new RankingParts(store, Map.of("evenkeel.ranking.freshness", freshness));
    }

    private Answer answer(Asked asked) {
        return answering(asked).await().atMost(PATIENCE);
    }

    private Uni<Answer> answering(Asked asked) {
        return parts.lookUps.current(asked).chain(parts.cache::ranking);
    }

    private static Asked asked(@Nullable String window, @Nullable String asOf) {
        return new Asked("kimi", RankingParameters.parse(window, null, null, null, null, null, asOf, null));
    }
}
