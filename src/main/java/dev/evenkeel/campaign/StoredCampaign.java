package dev.evenkeel.campaign;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code campaign}. */
@Entity(name = "Campaign")
@Table(name = "campaign")
@DynamicUpdate
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

    @Column(name = "missed_firings")
    private long missedFirings;

    @Column(name = "skipped_firings")
    private long skippedFirings;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected StoredCampaign() {}

    StoredCampaign(UUID id, String name, CampaignSpec spec, Instant now) {
        this.id = id;
        this.name = name;
        this.spec = CampaignJson.write(SpecWriter.write(spec));
        this.specVersion = 1;
        this.state = State.ACTIVE;
        this.createdAt = now;
        this.updatedAt = now;
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

    CampaignSpec spec() {
        return SpecReader.read(document());
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

    /** Takes on another specification; whether the campaign is paused stays as it is. */
    void replace(CampaignSpec next, Instant now) {
        CampaignSpec previous = spec();
        if (next.equals(previous)) {
            return;
        }
        spec = CampaignJson.write(SpecWriter.write(next));
        updatedAt = now;
        if (next.asksDifferentlyFrom(previous)) {
            specVersion++;
        }
        if (state == State.ACTIVE && !next.schedule().equals(previous.schedule())) {
            scheduleFrom(next, now);
        }
    }

    void pause(@Nullable String note, Instant now) {
        state = State.PAUSED;
        pauseNote = note;
        updatedAt = now;
        await(Optional.empty());
    }

    /** Firings of the time in which the campaign was paused are neither run nor counted. */
    void resume(Instant now) {
        if (state == State.ACTIVE) {
            return;
        }
        state = State.ACTIVE;
        pauseNote = null;
        updatedAt = now;
        scheduleFrom(spec(), now);
    }

    /** Notes what became of the firings up to now. */
    void decided(long missed, long skipped, Optional<Firing> next) {
        missedFirings += missed;
        skippedFirings += skipped;
        await(next);
    }

    /** Leaves the pending firing undecided until then. */
    void postpone(Instant until) {
        nextFireAt = until;
    }

    private void scheduleFrom(CampaignSpec spec, Instant now) {
        await(timetable(spec).nextAfter(now));
    }

    private void await(Optional<Firing> next) {
        nextFiringAt = next.map(Firing::nominal).orElse(null);
        nextFireAt = next.map(Firing::fireAt).orElse(null);
    }
}
