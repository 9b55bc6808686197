package dev.evenkeel.measurement;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Samples for tests: a whole and successful one, of which a test changes what it is about. */
public record SampleFixture(
        UUID campaignId,
        UUID runId,
        int round,
        UUID targetId,
        Instant scheduledAt,
        Outcome outcome,
        long ttftNs,
        @Nullable String reportedModel,
        boolean suspect,
        Duration idleBefore) {
    public static SampleFixture sample() {
        return new SampleFixture(
                UUID.randomUUID(),
                UUID.randomUUID(),
                0,
                UUID.randomUUID(),
                Instant.now(),
                Outcome.OK,
                250_000_000,
                "kimi-k2.6-0905",
                false,
                Duration.ofMinutes(5));
    }

    public SampleFixture of(UUID campaign, UUID run, UUID target) {
        return new SampleFixture(
                campaign, run, round, target, scheduledAt, outcome, ttftNs, reportedModel, suspect, idleBefore);
    }

    public SampleFixture inRound(int number) {
        return new SampleFixture(
                campaignId, runId, number, targetId, scheduledAt, outcome, ttftNs, reportedModel, suspect, idleBefore);
    }

    public SampleFixture at(Instant instant) {
        return new SampleFixture(
                campaignId, runId, round, targetId, instant, outcome, ttftNs, reportedModel, suspect, idleBefore);
    }

    public SampleFixture ending(Outcome end) {
        return new SampleFixture(
                campaignId, runId, round, targetId, scheduledAt, end, ttftNs, reportedModel, suspect, idleBefore);
    }

    public SampleFixture taking(long ns) {
        return new SampleFixture(
                campaignId, runId, round, targetId, scheduledAt, outcome, ns, reportedModel, suspect, idleBefore);
    }

    public SampleFixture suspected() {
        return new SampleFixture(
                campaignId, runId, round, targetId, scheduledAt, outcome, ttftNs, reportedModel, true, idleBefore);
    }

    public SampleFixture reporting(String model) {
        return new SampleFixture(
                campaignId, runId, round, targetId, scheduledAt, outcome, ttftNs, model, suspect, idleBefore);
    }

    public SampleFixture idleFor(Duration idle) {
        return new SampleFixture(
                campaignId, runId, round, targetId, scheduledAt, outcome, ttftNs, reportedModel, suspect, idle);
    }

    public Sample build() {
        boolean ok = outcome == Outcome.OK;
        long latencyNs = ttftNs + 63 * 18_000_000L;
        return new Sample(
                SampleId.of(runId, round, targetId, ConnectionArm.REUSE, "default"),
                campaignId,
                runId,
                round,
                targetId,
                new TargetRef("provider-a", "kimi-k2.6"),
                ConnectionArm.REUSE,
                "default",
                1,
                scheduledAt,
                scheduledAt.plusNanos(400_000),
                outcome,
                outcome == Outcome.TIMEOUT ? TimeoutPhase.FIRST_TOKEN : null,
                200,
                new Clocks(
                        400_000,
                        0L,
                        0L,
                        0L,
                        0L,
                        0L,
                        true,
                        100_000L,
                        ok ? ttftNs - 2_000_000 : null,
                        ok ? ttftNs - 1_000_000 : null,
                        ok ? ttftNs : null,
                        ok ? ttftNs : null,
                        ok ? latencyNs : null,
                        latencyNs + 1_000_000),
                ok ? new ChunkGaps(17_000_000, 18_000_000, 19_000_000, 20_000_000) : null,
                ok ? new StreamShape(16_000, 66, ttftNs + 20_000_000, 0, 0.0, false) : null,
                ok ? new Tokens(212, 64, 0, 0, 64, 64, TokenSource.USAGE) : null,
                reportedModel,
                "fp_1",
                "length",
                idleBefore,
                false,
                null,
                null,
                outcome == Outcome.RATE_LIMITED ? Duration.ofSeconds(30) : null,
                suspect,
                suspect ? SuspectCause.CLIENT_STALL : null,
                ok ? new Cost(new BigDecimal("0.00028"), "USD") : null,
                ok ? null : "no first token within PT30S");
    }
}
