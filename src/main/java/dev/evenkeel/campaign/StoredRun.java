package dev.evenkeel.campaign;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code run}, which is also the outbox of its rounds: those before {@code plannedRounds} have been
 * claimed by somebody, those before {@code publishedRounds} are on Kafka or were left out as too late. Whoever
 * finds the two apart after the lease has run out publishes what is between them again.
 */
@Entity(name = "Run")
@Table(name = "run")
@DynamicUpdate
@SuppressWarnings("UnusedVariable") // some columns are read by queries alone
class StoredRun {
    @Id
    private UUID id;

    @Column(name = "campaign_id")
    private UUID campaignId;

    @Enumerated(EnumType.STRING)
    private RunTrigger trigger;

    @Column(name = "scheduled_at")
    private Instant scheduledAt;

    @Column(name = "fire_at")
    private Instant fireAt;

    @Column(name = "spec_version")
    private int specVersion;

    @JdbcTypeCode(SqlTypes.JSON)
    private String plan;

    private int rounds;

    private int expected;

    @Column(name = "planned_rounds")
    private int plannedRounds;

    @Column(name = "published_rounds")
    private int publishedRounds;

    @Column(name = "next_round_at")
    private @Nullable Instant nextRoundAt;

    @Column(name = "lease_until")
    private @Nullable Instant leaseUntil;

    @Enumerated(EnumType.STRING)
    private RunState state;

    private Instant deadline;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "finished_at")
    private @Nullable Instant finishedAt;

    @SuppressWarnings("NullAway.Init")
    protected StoredRun() {}

    /** @param grace from the last round's instant to the run's deadline */
    StoredRun(
            UUID id,
            UUID campaignId,
            RunTrigger trigger,
            Firing firing,
            int specVersion,
            RunPlan plan,
            Duration grace,
            Instant now) {
        this.id = id;
        this.campaignId = campaignId;
        this.trigger = trigger;
        this.scheduledAt = firing.nominal().truncatedTo(ChronoUnit.MICROS);
        this.fireAt = firing.fireAt().truncatedTo(ChronoUnit.MICROS);
        this.specVersion = specVersion;
        this.plan = CampaignJson.write(plan);
        this.rounds = plan.rounds();
        this.expected = plan.rounds() * plan.targets().size();
        this.nextRoundAt = this.fireAt;
        this.state = RunState.PLANNED;
        this.deadline = plan.fireAt(this.fireAt, plan.rounds() - 1).plus(grace);
        this.createdAt = now;
    }

    /** A scheduled firing has one id, however often and wherever it is decided on. */
    static UUID idOf(UUID campaignId, Instant nominal) {
        String name = campaignId + "/" + nominal.truncatedTo(ChronoUnit.MICROS);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    UUID id() {
        return id;
    }

    UUID campaignId() {
        return campaignId;
    }

    int expected() {
        return expected;
    }

    Instant fireAt() {
        return fireAt;
    }

    /**
     * Claims all rounds that fire at {@code horizon} or before, and those that an earlier claimer left
     * unpublished. They have to be published once this has been committed.
     */
    ClaimedRounds claim(Instant horizon, Instant newLease) {
        RunPlan read = CampaignJson.read(plan, RunPlan.class);
        while (plannedRounds < rounds && !read.fireAt(fireAt, plannedRounds).isAfter(horizon)) {
            plannedRounds++;
        }
        nextRoundAt = plannedRounds < rounds ? read.fireAt(fireAt, plannedRounds) : null;
        leaseUntil = newLease;
        state = RunState.RUNNING;
        return new ClaimedRounds(campaignId, id, specVersion, fireAt, read, publishedRounds, plannedRounds);
    }
}
