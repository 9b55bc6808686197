package dev.evenkeel.campaign;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code run}, which is also the outbox of its rounds: those before {@code plannedRounds} have been
 * claimed by somebody, those before {@code publishedRounds} are on Kafka or were left out as too late. Whoever
 * finds the two apart after the lease has run out publishes what is between them again.
 *
 * <p>All updates write the same columns, which lets them go in batches; what never changes is not among them.
 */
@Entity(name = "Run")
@Table(name = "run")
@SuppressWarnings("UnusedVariable") // some columns are read by queries alone
class StoredRun {
    @Id
    private UUID id;

    @Column(name = "campaign_id", updatable = false)
    private UUID campaignId;

    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    private RunTrigger trigger;

    @Column(name = "scheduled_at", updatable = false)
    private Instant scheduledAt;

    @Column(name = "fire_at", updatable = false)
    private Instant fireAt;

    @Column(name = "spec_version", updatable = false)
    private int specVersion;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(updatable = false)
    private String plan;

    @Column(updatable = false)
    private int rounds;

    @Column(updatable = false)
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

    @Column(name = "stopped_rounds")
    private int stoppedRounds;

    @Column(name = "cancelled_rounds")
    private int cancelledRounds;

    @Column(name = "round_cost")
    private @Nullable BigDecimal roundCost;

    @Column(name = "counted_rounds")
    private int countedRounds;

    @Column(name = "counted_cost")
    private BigDecimal countedCost;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable String refusals;

    @Column(updatable = false)
    private Instant deadline;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "finished_at")
    private @Nullable Instant finishedAt;

    @Transient
    private @Nullable RunPlan read;

    @Transient
    private @Nullable RoundEstimate estimate;

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
        this.expected = plan.probes();
        this.nextRoundAt = this.fireAt;
        this.state = RunState.PLANNED;
        this.countedCost = BigDecimal.ZERO;
        this.deadline = plan.lastRoundAt(this.fireAt).plus(grace);
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

    RunState state() {
        return state;
    }

    /** What one of its rounds is expected to cost. */
    RoundEstimate estimate() {
        RoundEstimate known = estimate;
        if (known == null) {
            known = RoundEstimate.of(plan());
            estimate = known;
        }
        return known;
    }

    /** Where its costs are counted: the day of the latest round that was planned. */
    SpendKey spendKey() {
        return SpendKey.at(campaignId, plan().fireAt(fireAt, Math.max(0, plannedRounds - 1)));
    }

    /** Notes that a round's estimated cost has been counted for it. */
    void countCost(BigDecimal estimate) {
        roundCost = estimate;
        countedRounds++;
        countedCost = countedCost.add(estimate);
    }

    /**
     * Puts what is known in the place of what was counted, in the run and on its day. What was counted on an earlier
     * day is not given back to a later one.
     *
     * @return false if more has been counted since this was judged: then nothing is done
     */
    boolean settleCost(CostCorrection correction, StoredSpend spend) {
        if (countedCost.compareTo(correction.counted()) != 0) {
            return false;
        }
        countedCost = correction.known();
        BigDecimal difference = correction.known().subtract(correction.counted());
        boolean ofOneDay = spend.key().equals(SpendKey.at(campaignId, fireAt));
        if (ofOneDay || difference.signum() > 0) {
            spend.correctCost(difference);
        }
        return true;
    }

    /**
     * Claims all rounds that fire at {@code horizon} or before, and those that an earlier claimer left
     * unpublished. They have to be published once this has been committed.
     *
     * <p>A round that is not admitted counts as stopped. The two cursors pass it together, so that what is between
     * them is always to be published: it waits until everything before it is out. A round that is too late to be sent
     * asks for no admission. Of one that is admitted, targets that their provider's limits forbid are noted.
     */
    ClaimedRounds claim(
            Instant now, Instant horizon, Instant newLease, RoundAdmission admission, SendingLimits limits) {
        RunPlan asked = plan();
        int stoppedBefore = stoppedRounds;
        Refusals refused = refusals == null ? Refusals.NONE : CampaignJson.read(refusals, Refusals.class);
        Refusals before = refused;
        while (plannedRounds < rounds && !asked.fireAt(fireAt, plannedRounds).isAfter(horizon)) {
            Instant roundAt = asked.fireAt(fireAt, plannedRounds);
            if (asked.isTooLate(roundAt, now)) {
                plannedRounds++;
            } else if (admission.admits(this, roundAt)) {
                Map<UUID, String> of = limits.refusals(asked, id, plannedRounds, roundAt);
                admission.giveBack(this, roundAt, of.size() * asked.probesOfTarget());
                refused = of.isEmpty() ? refused : refused.with(plannedRounds, of);
                plannedRounds++;
            } else if (plannedRounds == publishedRounds) {
                plannedRounds++;
                publishedRounds++;
                stoppedRounds++;
            } else {
                break;
            }
        }
        if (!refused.equals(before)) {
            refusals = CampaignJson.write(refused.since(publishedRounds - 1));
        }
        nextRoundAt = plannedRounds < rounds ? asked.fireAt(fireAt, plannedRounds) : null;
        leaseUntil = newLease;
        state = RunState.RUNNING;
        return new ClaimedRounds(
                campaignId,
                id,
                specVersion,
                fireAt,
                asked,
                refused,
                publishedRounds,
                plannedRounds,
                stoppedRounds - stoppedBefore);
    }

    /** Calls the run off: what has not been claimed stays unasked. */
    void cancel(Instant now) {
        cancelledRounds = rounds - plannedRounds;
        nextRoundAt = null;
        state = RunState.CANCELLED;
        finishedAt = now;
    }

    /** Whether its firing, whatever the jitter, is still to come. */
    boolean isOfLaterThan(Instant now) {
        return scheduledAt.isAfter(now);
    }

    /** Takes back that it asks a target, if that is of its campaign. */
    void takeBackFrom(StoredTarget target) {
        if (target.campaignId().equals(campaignId)) {
            target.notAsked(plan().lastRoundAt(fireAt));
        }
    }

    /** Read once: it may be large, and is asked for again and again while rows are locked. */
    RunPlan plan() {
        RunPlan known = read;
        if (known == null) {
            known = CampaignJson.read(plan, RunPlan.class);
            read = known;
        }
        return known;
    }
}
