package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.http.ProblemException;
import dev.evenkeel.ranking.RankingLookUps.Asked;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RankingEventsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Asked ASKED =
            new Asked("kimi", RankingParameters.parse(null, null, null, null, null, null, null, null));

    private final OneCampaign store = new OneCampaign(new Probes().ok("a", Probes.ttft(200, 60)));
    private final RankingParts parts = new RankingParts(
            store,
            Map.of(
                    "evenkeel.ranking.freshness", "PT0S",
                    "evenkeel.ranking.max-followers", "2",
                    "evenkeel.ranking.heartbeat", "PT1S"));

    @AfterEach
    void stop() {
        parts.events.stop(new ShutdownEvent());
        parts.close();
    }

    @Test
    void whoFollowsIsToldAtOnceAndOfEachChange() {
        var client = follow(null);
        await().atMost(PATIENCE).until(() -> events(client).size() == 1);

        store.revise();

        await().atMost(PATIENCE).until(() -> events(client).size() == 2);
        assertThat(events(client).get(0)).startsWith("event: ranking\nid: 412\ndata: {\"campaign\":\"kimi\"");
        assertThat(events(client).get(1))
                .startsWith("event: ranking\nid: 413\n")
                .endsWith("}\n\n");
    }

    @Test
    void whoHasTheRevisionIsToldOfChangesAloneAndHearsThatSomebodyIsThere() {
        var client = follow(412L);
        await().atMost(PATIENCE).until(() -> client.getItems().size() >= 2);
        List<String> before = events(client);

        store.revise();

        await().atMost(PATIENCE).until(() -> !events(client).isEmpty());
        assertThat(before).isEmpty();
        assertThat(text(client.getItems().get(0))).startsWith(":").endsWith("\n\n");
        assertThat(events(client).get(0)).contains("id: 413\n");
    }

    @Test
    void aChangeWithoutAnotherRevisionHasTheSameId() {
        var client = follow(null);
        await().atMost(PATIENCE).until(() -> events(client).size() == 1);

        parts.clock.set(Probes.ASKED_AT.plus(Duration.ofMinutes(5)));

        await().atMost(PATIENCE).until(() -> events(client).size() == 2);
        assertThat(events(client).get(1)).contains("id: 412\n");
    }

    @Test
    void allWhoFollowAQuestionShareOneWatchAndTheLastEndsIt() {
        var first = follow(null);
        var second = follow(null);
        await().atMost(PATIENCE)
                .until(() -> !first.getItems().isEmpty() && !second.getItems().isEmpty());
        await().atMost(PATIENCE).until(() -> parts.events.watches() == 1);
        store.revise();
        await().atMost(PATIENCE)
                .until(() -> events(first).size() == 2 && events(second).size() == 2);

        first.cancel();
        assertThat(parts.events.watches()).isEqualTo(1);
        second.cancel();

        assertThat(parts.events.watches()).isZero();
        assertThat(store.reads).isEqualTo(2);
    }

    @Test
    void thereAreSoManyFollowersAndNoMore() {
        var first = follow(null);
        follow(null);
        var refused = catchThrowableOfType(ProblemException.class, () -> follow(null));

        first.cancel();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfter()).isNotNull();
        follow(null);
    }

    @Test
    void whoTakesNoEventsIsNoFollower() {
        stream(null);
        stream(null);
        stream(null);

        assertThat(events(follow(null))).hasSizeLessThan(2);
    }

    @Test
    void theStreamEndsWithTheCampaignAndSaysSo() {
        var client = follow(null);
        await().atMost(PATIENCE).until(() -> events(client).size() == 1);

        store.deleted = true;

        client.awaitCompletion(PATIENCE);
        assertThat(text(client.getLastItem())).isEqualTo("event: end\ndata: {\"reason\":\"GONE\"}\n\n");
    }

    @Test
    void aStoreThatIsAwayIsNoChange() {
        var client = follow(null);
        await().atMost(PATIENCE).until(() -> events(client).size() == 1);
        store.broken = true;
        await().atMost(PATIENCE).until(() -> client.getItems().size() >= 2);

        store.broken = false;
        store.revise();

        await().atMost(PATIENCE).until(() -> events(client).size() == 2);
    }

    @Test
    void theStreamEndsWithTheProcessAndSaysNothing() {
        var client = follow(null);
        await().atMost(PATIENCE).until(() -> parts.events.watches() == 1);

        parts.events.stop(new ShutdownEvent());

        client.awaitCompletion(PATIENCE);
        assertThat(client.getItems()).noneMatch(item -> text(item).startsWith("event: end"));
    }

    @Test
    void anUnknownCampaignCannotBeFollowed() {
        var problem = catchThrowableOfType(
                ProblemException.class,
                () -> parts.events
                        .follow(new Asked("other", ASKED.parameters()), null)
                        .await()
                        .atMost(PATIENCE));

        assertThat(problem.status()).isEqualTo(404);
    }

    private AssertSubscriber<byte[]> follow(@Nullable Long known) {
        return stream(known).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private Multi<byte[]> stream(@Nullable Long known) {
        return parts.events.follow(ASKED, known).await().atMost(PATIENCE);
    }

    private static List<String> events(AssertSubscriber<byte[]> client) {
        return List.copyOf(client.getItems()).stream()
                .map(RankingEventsTest::text)
                .filter(item -> item.startsWith("event: ranking"))
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
