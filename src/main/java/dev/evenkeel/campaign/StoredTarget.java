package dev.evenkeel.campaign;

import dev.evenkeel.measurement.TargetRef;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code campaign_target}: a target keeps its id for as long as its campaign lives, removed or not. Changed by
 * who has locked the campaign; only when it was last asked is forgotten by others, too.
 */
@Entity(name = "Target")
@Table(name = "campaign_target")
@SuppressWarnings("UnusedVariable") // some columns are read by queries alone
class StoredTarget {
    @Id
    private UUID id;

    @Column(name = "campaign_id")
    private UUID campaignId;

    private String provider;

    private String model;

    private int position;

    private boolean active;

    private @Nullable String request;

    @Column(name = "last_asked_at")
    private @Nullable Instant lastAskedAt;

    @SuppressWarnings("NullAway.Init")
    protected StoredTarget() {}

    StoredTarget(UUID id, UUID campaignId, TargetRef ref, int position) {
        this.id = id;
        this.campaignId = campaignId;
        this.provider = ref.provider();
        this.model = ref.model();
        this.position = position;
        this.active = true;
    }

    UUID id() {
        return id;
    }

    UUID campaignId() {
        return campaignId;
    }

    TargetRef ref() {
        return new TargetRef(provider, model);
    }

    boolean active() {
        return active;
    }

    @Nullable
    Instant lastAskedAt() {
        return lastAskedAt;
    }

    void remove() {
        active = false;
    }

    void placeAt(int newPosition) {
        position = newPosition;
        active = true;
    }

    /**
     * Takes on the request that the target is asked with from now on.
     *
     * @param specified what its campaign has said of it so far; only for a row of a version that did not note it
     * @return whether it was asked with another one before, removed in between or not
     */
    boolean askWith(Map<String, Object> next, @Nullable Map<String, Object> specified) {
        String before = request == null && specified != null ? text(specified) : request;
        request = text(next);
        return before != null && !before.equals(request);
    }

    private static String text(Map<String, Object> request) {
        return CampaignJson.write(new TreeMap<>(request));
    }

    /** Takes back that it is asked at an instant, unless it is asked later: when it was asked is not known any more. */
    void notAsked(Instant at) {
        if (at.equals(lastAskedAt)) {
            lastAskedAt = null;
        }
    }

    void asked(Instant at) {
        if (lastAskedAt == null || lastAskedAt.isBefore(at)) {
            lastAskedAt = at;
        }
    }
}
