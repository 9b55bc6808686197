package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.campaign.CampaignSpec.Cache;
import dev.evenkeel.campaign.CampaignSpec.Prompt;
import dev.evenkeel.campaign.CampaignSpec.Workload;
import dev.evenkeel.measurement.ChatMessage;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Price;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.RoundSeed;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.measurement.Vantage;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunPlanTest {
    private static final UUID CAMPAIGN = UUID.fromString("5b2f4c0e-7a55-4f0b-8d56-0d7b3f6b1c11");
    private static final UUID RUN = UUID.fromString("11111111-2222-4333-8444-555555555555");
    private static final Instant FIRE_AT = Instant.parse("2026-11-24T12:00:00.123456Z");

    private final RunPlan plan = plan(Connections.REUSE);
    private final RunPlan onBoth = plan(Connections.BOTH);

    @Test
    void aPlanThatWasStoredMakesTheSameRounds() {
        RunPlan stored = CampaignJson.read(CampaignJson.write(plan), RunPlan.class);

        for (int round = 0; round < 5; round++) {
            assertThat(request(stored, round)).isEqualTo(request(plan, round));
        }
    }

    @Test
    void aPlanOfBothConnectionsThatWasStoredMakesTheSameRounds() {
        RunPlan stored = CampaignJson.read(CampaignJson.write(onBoth), RunPlan.class);

        assertThat(request(stored, 3)).isEqualTo(request(onBoth, 3));
    }

    @Test
    void aPlanThatWasStoredBeforeThereWasAChoiceReusesConnections() {
        String before = CampaignJson.write(plan).replace("\"connections\":\"REUSE\",", "");

        RunPlan stored = CampaignJson.read(before, RunPlan.class);

        assertThat(before).doesNotContain("connections");
        assertThat(stored).isEqualTo(plan);
        assertThat(request(stored, 0).connections()).isEqualTo(Connections.REUSE);
    }

    @Test
    void roundsOnBothConnectionsHaveTwoPromptsThatDifferInTheNonceAlone() {
        RoundRequest round = request(onBoth, 2);

        String reuse = round.messagesFor(ConnectionArm.REUSE).get(0).content();
        String fresh = round.messagesFor(ConnectionArm.FRESH).get(0).content();

        assertThat(round.connections()).isEqualTo(Connections.BOTH);
        assertThat(round.messages()).isEqualTo(request(plan, 2).messages());
        assertThat(fresh.substring(0, 15)).isNotEqualTo(reuse.substring(0, 15)).matches("\\[[0-9a-f-]{13}]");
        assertThat(fresh.substring(15)).isEqualTo(reuse.substring(15));
        assertThat(fresh)
                .isNotEqualTo(request(onBoth, 1)
                        .messagesFor(ConnectionArm.FRESH)
                        .get(0)
                        .content());
    }

    @Test
    void roundsOnOneKindOfConnectionHaveOnePrompt() {
        RoundRequest fresh = request(plan(Connections.FRESH), 2);

        assertThat(fresh.connections()).isEqualTo(Connections.FRESH);
        assertThat(fresh.freshMessages()).isNull();
        assertThat(request(plan, 2).freshMessages()).isNull();
    }

    @Test
    void eachConnectionsProbesCount() {
        assertThat(plan.probes()).isEqualTo(10);
        assertThat(onBoth.probes()).isEqualTo(20);
        assertThat(RoundEstimate.of(onBoth).probes())
                .isEqualTo(request(onBoth, 0).probes())
                .isEqualTo(4);
        assertThat(RoundEstimate.of(onBoth).cost())
                .isEqualByComparingTo(
                        RoundEstimate.of(plan).cost().add(RoundEstimate.of(plan).cost()));
    }

    @Test
    void roundsAreSpacedFromTheFirstOne() {
        RoundRequest last = request(plan, 4);

        assertThat(last.fireAt()).isEqualTo("2026-11-24T12:00:00.163456Z");
        assertThat(last.expiresAt()).isEqualTo("2026-11-24T12:00:05.163456Z");
        assertThat(last.round()).isEqualTo(4);
    }

    @Test
    void onlyTheFirstRoundFollowsTheIdleTimeBeforeTheRun() {
        assertThat(request(plan, 0).targets())
                .extracting(ProbeTarget::idleBefore)
                .containsExactly(Duration.ofMinutes(5), null);
        assertThat(request(plan, 1).targets())
                .extracting(ProbeTarget::idleBefore)
                .containsExactly(Duration.ofMillis(10), Duration.ofMillis(10));
    }

    @Test
    void eachRoundStartsWithItsNonceAndGoesOnTheSame() {
        String first = request(plan, 0).messages().get(0).content();
        String second = request(plan, 1).messages().get(0).content();

        assertThat(first).startsWith("[" + new RoundSeed(RUN, 0, Vantage.DEFAULT).nonce() + "]");
        assertThat(second).startsWith("[" + new RoundSeed(RUN, 1, Vantage.DEFAULT).nonce() + "]");
        assertThat(first.substring(15)).isEqualTo(second.substring(15));
    }

    @Test
    void fixedMessagesGetTheNonceInFrontOfTheFirst() {
        List<ChatMessage> messages = List.of(new ChatMessage("system", "Be brief."), new ChatMessage("user", "Hello"));
        Workload workload = new Workload(new Prompt.Fixed(messages), 8, 0, Cache.BUST);

        List<ChatMessage> asked =
                PromptText.messages(workload, CAMPAIGN, new RoundSeed(RUN, 3, Vantage.DEFAULT).nonce());

        assertThat(asked)
                .containsExactly(
                        new ChatMessage(
                                "system", "[" + new RoundSeed(RUN, 3, Vantage.DEFAULT).nonce() + "]\n\nBe brief."),
                        new ChatMessage("user", "Hello"));
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 200, 1000, 100_000})
    void aSyntheticPromptHasAboutAsManyWordsAsTokens(int inputTokens) {
        Workload workload = new Workload(new Prompt.Synthetic(inputTokens), 8, 0, Cache.BUST);

        String text = PromptText.messages(workload, CAMPAIGN, new RoundSeed(RUN, 0, Vantage.DEFAULT).nonce())
                .get(0)
                .content();

        assertThat(text.split("\\s+")).hasSizeBetween(inputTokens - 24, inputTokens);
        assertThat(text.length()).isLessThan(700_000);
    }

    @Test
    void anotherCampaignHasAnotherText() {
        List<ChatMessage> other =
                PromptText.messages(Workload.DEFAULT, new UUID(3, 4), new RoundSeed(RUN, 0, Vantage.DEFAULT).nonce());

        assertThat(other).isNotEqualTo(request(plan, 0).messages());
    }

    @Test
    void ofATargetThatWasRefusedOneRoundBeforeNobodyKnowsForHowLongItHasBeenIdle() {
        UUID refused = plan.targets().get(0).id();

        RoundRequest next = plan.request(
                CAMPAIGN,
                RUN,
                1,
                FIRE_AT,
                3,
                Vantage.DEFAULT,
                Refusals.NONE.with(2, Map.of(refused, "requestsPerMinute")));

        assertThat(next.refused()).isEmpty();
        assertThat(next.targets()).extracting(ProbeTarget::idleBefore).containsExactly(null, Duration.ofMillis(10));
    }

    @Test
    void aRunThatIsTakenBackForgetsWhenItsOwnCampaignsTargetsWereAskedAndNobodyElses() {
        StoredTarget own = new StoredTarget(UUID.randomUUID(), CAMPAIGN, new TargetRef("a", "m"), 0);
        StoredTarget other = new StoredTarget(UUID.randomUUID(), new UUID(9, 9), new TargetRef("a", "m"), 0);
        StoredRun run = new StoredRun(
                RUN, CAMPAIGN, RunTrigger.SCHEDULE, new Firing(FIRE_AT, FIRE_AT), 1, plan, Duration.ZERO, FIRE_AT);
        own.asked(plan.lastRoundAt(FIRE_AT));
        other.asked(plan.lastRoundAt(FIRE_AT));

        run.takeBackFrom(own);
        run.takeBackFrom(other);

        assertThat(own.lastAskedAt()).isNull();
        assertThat(other.lastAskedAt()).isEqualTo(plan.lastRoundAt(FIRE_AT));
    }

    @Test
    void aPlanThatNamesNoVantageIsReadByTheVersionThatKnewOfNone() {
        String stored = CampaignJson.write(plan);

        assertThat(stored).doesNotContain("vantages");
        assertThat(CampaignJson.read(stored, RunPlan.class)).isEqualTo(plan);
    }

    private static RunPlan plan(Connections connections) {
        return new RunPlan(
                "kimi",
                SpecWriter.workload(Workload.DEFAULT),
                CampaignSpec.DEFAULT_TIMEOUTS,
                5,
                Duration.ofMillis(10),
                Duration.ofSeconds(5),
                connections,
                List.of(Vantage.DEFAULT),
                List.of(target("a", Duration.ofMinutes(5)), target("b", null)));
    }

    private static RoundRequest request(RunPlan plan, int round) {
        return plan.request(CAMPAIGN, RUN, 1, FIRE_AT, round, Vantage.DEFAULT, Refusals.NONE);
    }

    private static ProbeTarget target(String provider, @Nullable Duration idleBefore) {
        return new ProbeTarget(
                UUID.nameUUIDFromBytes(new byte[] {(byte) provider.charAt(0)}),
                new TargetRef(provider, "m"),
                URI.create("https://" + provider + ".example/v1"),
                Protocol.OPENAI_CHAT,
                "key",
                4,
                Map.of("top_p", new BigDecimal("0.9"), "stop", List.of("a")),
                new Price(new BigDecimal("0.6"), new BigDecimal("2.5"), "USD"),
                idleBefore);
    }
}
