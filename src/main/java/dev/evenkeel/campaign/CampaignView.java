package dev.evenkeel.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A campaign as it is answered: its document, defaults filled in, and how it stands. */
@Schema(name = "CampaignStatus", description = "A campaign, its defaults filled in, and how it stands.")
@JsonInclude(Include.NON_NULL)
record CampaignView(
        String name,
        @JsonUnwrapped CampaignDocument document,

        @Schema(description = "PAUSED: the schedule does not fire until the campaign is resumed.")
        StoredCampaign.State state,

        @Nullable String pauseNote,

        @Schema(description = "Counts the changes of what is asked; carried by runs and samples.")
        int specVersion,

        @Schema(description = "The next three; empty while paused and for manual schedules.")
        List<FiringView> nextFirings,

        @Schema(description = "Firings that were not run because they were later than the catch-up window.")
        long missedFirings,

        @Schema(description = "Firings that were not run because a run of the campaign was open.")
        long skippedFirings,

        Instant createdAt,
        Instant updatedAt) {
    static final int FIRINGS_SHOWN = 3;

    /** A firing to come. */
    @Schema(name = "Firing", description = "A firing to come.")
    record FiringView(
            @Schema(description = "As the schedule says: the run's scheduledAt.")
            Instant scheduledAt,

            @Schema(description = "With its jitter: when the first round is asked.")
            Instant fireAt) {
        static FiringView of(Firing firing) {
            return new FiringView(firing.nominal(), firing.fireAt());
        }
    }
}
