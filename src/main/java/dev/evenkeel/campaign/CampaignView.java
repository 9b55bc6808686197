package dev.evenkeel.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
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

        @Schema(description = "The next ten; empty while paused, for manual schedules, and once the schedule is over.")
        List<FiringView> nextFirings,

        @Schema(description = "The last ten that became runs, newest first; absent in lists.") @Nullable
        List<PastFiringView> lastFirings,

        @Schema(
                description =
                        "With BUFFER_ONE: the firing that waits for the open run, as the schedule says; absent while none"
                                + " does.")
        @Nullable
        Instant bufferedFiring,

        @Schema(description = "How many runs the schedule still makes; absent where it has no bound.") @Nullable
        Integer remainingRuns,

        @Schema(description = "Firings that were not run because they were later than the catch-up window.")
        long missedFirings,

        @Schema(description = "Firings that were not run because a run of the campaign was open.")
        long skippedFirings,

        @Schema(description = "Firings that were not run because the budget of the day was used up.")
        long budgetFirings,

        @Schema(description = "What the schedule asks for in a day; absent in lists.") @Nullable
        DailyLoad expectedPerDay,

        @Schema(
                description =
                        "What has been used of the budget on this day of UTC; absent in lists and without a budget.")
        @Nullable
        SpendView spentToday,

        Instant createdAt,
        Instant updatedAt) {
    static final int FIRINGS_SHOWN = 10;

    /** A firing that became a run. */
    @Schema(name = "PastFiring", description = "A firing that became a run.")
    record PastFiringView(
            @Schema(description = "As the schedule said: the run's scheduledAt.")
            Instant scheduledAt,

            @Schema(description = "When the first round was asked.")
            Instant fireAt,

            UUID run,
            RunState state) {
        static PastFiringView of(RunRow run) {
            return new PastFiringView(run.scheduledAt(), run.fireAt(), run.id(), run.state());
        }
    }

    /** What has been used of a budget. */
    @Schema(name = "Spend", description = "What has been used of a budget on one day of UTC.")
    @JsonInclude(Include.NON_NULL)
    record SpendView(
            LocalDate day,

            @Schema(description = "Probes of the rounds that were sent.")
            long probes,

            @Schema(description = "What the samples tell, and an estimate for those that are still awaited.") @Nullable
            BigDecimal cost,

            @Nullable String currency) {}

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
