package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignSpec.Budget;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code campaign}. Changed only by who has locked it: all its columns are written, so that changes of many go in one
 * batch.
 */
@Entity(name = "Campaign")
@Table(name = "campaign")
class StoredCampaign {
    /** Whether a campaign's schedule fires. */
    enum State {
        ACTIVE,
        PAUSED
    }

    @Id
    private UUID id;

    private String name;

    @JdbcTypeCode(SqlTypes.JSON)
    private String spec;

    @Column(name = "spec_version")
    private int specVersion;

    @Enumerated(EnumType.STRING)
    private State state;

    @Column(name = "pause_note")
    private @Nullable String pauseNote;

    @Column(name = "next_firing_at")
    private @Nullable Instant nextFiringAt;

    @Column(name = "next_fire_at")
    private @Nullable Instant nextFireAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "overlap_policy")
    private ScheduleSpec.Overlap overlapPolicy;

    @Column(name = "buffered_firing_at")
    private @Nullable Instant bufferedFiringAt;

    @Column(name = "remaining_runs")
    private @Nullable Integer remainingRuns;

    @Column(name = "pause_on_failure")
    private boolean pauseOnFailure;

    @Column(name = "definition_version")
    private long definitionVersion;

    @Column(name = "missed_firings")
    private long missedFirings;

    @Column(name = "skipped_firings")
    private long skippedFirings;

    @Column(name = "budget_firings")
    private long budgetFirings;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Transient
    private @Nullable CampaignSpec read;

    @SuppressWarnings("NullAway.Init")
    protected StoredCampaign() {}

    StoredCampaign(UUID id, String name, CampaignSpec spec, Instant now) {
        this.id = id;
        this.name = name;
        this.specVersion = 1;
        this.definitionVersion = 1;
        this.state = State.ACTIVE;
        this.createdAt = now;
        this.updatedAt = now;
        this.spec = "";
        this.overlapPolicy = spec.schedule().overlap();
        this.remainingRuns = spec.schedule().limits().remainingRuns();
        write(spec);
        scheduleFrom(spec, now);
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    CampaignDocument document() {
        return CampaignJson.read(spec, CampaignDocument.class);
    }

    /** Read once: the tick and the answers ask for it several times. */
    CampaignSpec spec() {
        CampaignSpec known = read;
        if (known == null) {
            known = SpecReader.read(document());
            read = known;
        }
        return known;
    }

    int specVersion() {
        return specVersion;
    }

    State state() {
        return state;
    }

    @Nullable
    String pauseNote() {
        return pauseNote;
    }

    Optional<Budget> budget() {
        return Optional.ofNullable(spec().budget());
    }

    /** Changes whenever a client has changed what it could lose by overwriting it. */
    String entityTag() {
        return id + "-" + definitionVersion;
    }

    /** The nominal instant of the firing that waits for the open run; absent while none does. */
    @Nullable
    Instant bufferedFiringAt() {
        return bufferedFiringAt;
    }

    /** How many runs the schedule still makes; absent = no bound. */
    @Nullable
    Integer remainingRuns() {
        return remainingRuns;
    }

    long budgetFirings() {
        return budgetFirings;
    }

    long missedFirings() {
        return missedFirings;
    }

    long skippedFirings() {
        return skippedFirings;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    /** The first firing that has not been decided on; empty while nothing is scheduled. */
    Optional<Firing> pending() {
        return nextFiringAt == null || nextFireAt == null
                ? Optional.empty()
                : Optional.of(new Firing(nextFiringAt, nextFireAt));
    }

    Timetable timetable(CampaignSpec spec) {
        return Timetable.of(id, spec.schedule());
    }

    /**
     * Takes on another specification; whether the campaign is paused stays as it is.
     *
     * @param targetsAskDifferently whether the request of a target is not what it was when the target was last asked
     */
    void replace(CampaignSpec next, boolean targetsAskDifferently, Instant now) {
        CampaignSpec previous = spec();
        if (next.equals(previous)) {
            return;
        }
        write(next);
        changed(now);
        if (targetsAskDifferently || next.asksDifferentlyFrom(previous)) {
            specVersion++;
        }
        if (!next.schedule().equals(previous.schedule())) {
            remainingRuns = next.schedule().limits().remainingRuns();
            dropBuffered();
            if (state == State.ACTIVE) {
                scheduleFrom(next, now);
            }
        }
    }

    private void write(CampaignSpec next) {
        spec = CampaignJson.write(SpecWriter.write(next));
        read = null;
        overlapPolicy = next.schedule().overlap();
        pauseOnFailure = next.pauseOnFailure();
    }

    private void changed(Instant now) {
        definitionVersion++;
        updatedAt = now;
    }

    void pause(@Nullable String note, Instant now) {
        state = State.PAUSED;
        pauseNote = note;
        changed(now);
        dropBuffered();
        await(Optional.empty());
    }

    /**
     * Firings of the time in which the campaign was paused are neither run nor counted.
     *
     * @param decided the firings up to then have been decided on
     */
    void resume(Instant decided, Instant now) {
        if (state == State.ACTIVE) {
            return;
        }
        state = State.ACTIVE;
        pauseNote = null;
        changed(now);
        scheduleFrom(spec(), decided);
    }

    /** Notes what became of the firings up to now. */
    void decided(long missed, long skipped, Optional<Firing> next) {
        missedFirings += missed;
        skippedFirings += skipped;
        await(next);
    }

    /** Lets a firing wait for the open run. One that waits already keeps its place. */
    boolean buffer(Firing firing) {
        if (bufferedFiringAt != null) {
            return false;
        }
        bufferedFiringAt = firing.nominal();
        return true;
    }

    /** The firing that waited, which waits no more. */
    Optional<Instant> takeBuffered() {
        Optional<Instant> taken = Optional.ofNullable(bufferedFiringAt);
        bufferedFiringAt = null;
        return taken;
    }

    /** A firing that was promised to run and will not is told like any other. */
    private void dropBuffered() {
        if (takeBuffered().isPresent()) {
            skippedFirings++;
        }
    }

    /** Notes that the budget kept a firing from running. */
    void stoppedByBudget(Instant now) {
        budgetFirings++;
        if (pauseOnFailure) {
            pause("paused by pauseOnFailure: the budget of the day is used up", now);
        }
    }

    /** Notes that the schedule has made a run. */
    void ran() {
        if (remainingRuns == null) {
            return;
        }
        remainingRuns = Math.max(0, remainingRuns - 1);
        if (remainingRuns == 0) {
            dropBuffered();
            await(Optional.empty());
        }
    }

    /** Takes back that the schedule has made so many runs. */
    void calledOff(long runs) {
        if (remainingRuns != null) {
            int allowed = Objects.requireNonNullElse(spec().schedule().limits().remainingRuns(), Integer.MAX_VALUE);
            remainingRuns = Math.toIntExact(Math.min(allowed, remainingRuns + runs));
        }
    }

    /** Leaves the pending firing undecided until then. */
    void postpone(Instant until) {
        nextFireAt = until;
    }

    private void scheduleFrom(CampaignSpec spec, Instant now) {
        boolean over = remainingRuns != null && remainingRuns == 0;
        await(over ? Optional.empty() : timetable(spec).nextAfter(now));
    }

    private void await(Optional<Firing> next) {
        nextFiringAt = next.map(Firing::nominal).orElse(null);
        nextFireAt = next.map(Firing::fireAt).orElse(null);
    }
}
