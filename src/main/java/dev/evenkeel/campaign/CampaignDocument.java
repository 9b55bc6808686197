package dev.evenkeel.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as JSON: what a client sends, what is stored, and what is answered with the defaults filled in.
 * Holds whatever was sent; {@link SpecReader} makes sense of it. Durations are ISO-8601 text.
 */
@Schema(name = "Campaign", description = "Which of these targets serves this model most consistently?")
@JsonInclude(Include.NON_NULL)
record CampaignDocument(
        @Schema(description = "Free text for readers.", maxLength = 1000) @Nullable
        String description,

        @Schema(description = "The model, as readers know it.", required = true, examples = "Kimi K2.6") @Nullable
        String model,

        @Schema(
                description = "What is compared; unique by provider and model.",
                required = true,
                minItems = 1,
                maxItems = 100)
        @Nullable
        List<@Nullable TargetDocument> targets,

        @Nullable WorkloadDocument workload,
        @Schema(required = true) @Nullable ScheduleDocument schedule,
        @Nullable RoundsDocument rounds,
        @Nullable TimeoutsDocument timeouts,
        @Nullable SloDocument slo,
        @Nullable RankingDocument ranking,
        @Nullable BudgetDocument budget,

        @Schema(
                description =
                        "true: the campaign is paused once a target answers 401 or 402, or once its budget has kept a"
                                + " firing from running.",
                defaultValue = "false")
        @Nullable
        Boolean pauseOnFailure,

        @Schema(
                description =
                        "On which connections each round probes each target. reuse: once, on a kept connection where"
                                + " there is one. fresh: once, on a new one. both: once on each, told and ranked apart; twice"
                                + " the probes. A change of it is no new version of the workload.",
                enumeration = {"reuse", "fresh", "both"},
                defaultValue = "reuse")
        @Nullable
        String connections,

        @Schema(
                description =
                        "The vantages from which each round is asked, each at the same instant: names of places where"
                                + " there are probers, which the operator configures. Each multiplies the probes. A change"
                                + " of them is no new version of the workload. Absent = default alone.",
                maxItems = 20,
                uniqueItems = true)
        @Nullable
        List<@Nullable String> vantages) {

    /** A model at a provider. */
    @Schema(name = "CampaignTarget", description = "A model at a provider.")
    @JsonInclude(Include.NON_NULL)
    record TargetDocument(
            @Schema(description = "Name of a provider in the catalog.", required = true) @Nullable
            String provider,

            @Schema(description = "The model as that provider calls it.", required = true, maxLength = 200) @Nullable
            String model,

            @Schema(
                    description =
                            "Merged into the body of every request to this target. May not set model, messages, stream"
                                    + " or stream_options.")
            @Nullable
            Map<String, @Nullable Object> request,

            @Nullable PriceDocument price) {}

    /** A target's price. */
    @Schema(name = "Price", description = "Money per million tokens.")
    record PriceDocument(
            @Schema(required = true, minimum = "0") @Nullable
            BigDecimal inputPerMillion,

            @Schema(required = true, minimum = "0") @Nullable
            BigDecimal outputPerMillion,

            @Schema(description = "ISO 4217 code.", required = true, examples = "USD") @Nullable
            String currency) {}

    /** What each probe asks. */
    @Schema(name = "Workload", description = "What each probe asks.")
    @JsonInclude(Include.NON_NULL)
    record WorkloadDocument(
            @Nullable PromptDocument prompt,

            @Schema(minimum = "1", maximum = "32768", defaultValue = "64") @Nullable
            Integer maxOutputTokens,

            @Schema(minimum = "0", maximum = "2", defaultValue = "0") @Nullable
            Double temperature,

            @Schema(
                    description =
                            "bust puts a fresh nonce at the start of each round's prompt, the same for all targets of the"
                                    + " round.",
                    enumeration = "bust",
                    defaultValue = "bust")
            @Nullable
            String cache) {}

    /** Where the prompt comes from. */
    @Schema(name = "Prompt", description = "Synthetic text of about inputTokens tokens, or fixed messages.")
    @JsonInclude(Include.NON_NULL)
    record PromptDocument(
            @Schema(
                    required = true,
                    enumeration = {"synthetic", "fixed"})
            @Nullable
            String kind,

            @Schema(description = "Of a synthetic prompt.", minimum = "1", maximum = "100000") @Nullable
            Integer inputTokens,

            @Schema(description = "Of a fixed prompt.", minItems = 1, maxItems = 100) @Nullable
            List<@Nullable MessageDocument> messages) {}

    /** One message of a fixed prompt. */
    @Schema(name = "Message", description = "One message of a fixed prompt.")
    record MessageDocument(
            @Schema(
                    required = true,
                    enumeration = {"system", "developer", "user", "assistant"})
            @Nullable
            String role,

            @Schema(required = true) @Nullable String content) {}

    /** When runs fire. */
    @Schema(name = "Schedule", description = "One of interval, cron and manual, with the fields that belong to it.")
    @JsonInclude(Include.NON_NULL)
    record ScheduleDocument(
            @Schema(
                    description = "From one firing to the next, aligned to 1970-01-01T00:00Z. PT1S to P366D.",
                    examples = "PT5M")
            @Nullable
            String interval,

            @Schema(description = "How much later than the alignment; less than the interval. Default: PT0S.") @Nullable
            String phase,

            @Schema(
                    description =
                            "Quartz cron line: seconds, minutes, hours, day of month, month, day of week, and optionally"
                                    + " year.",
                    examples = "0 */5 * * * ?")
            @Nullable
            String cron,

            @Schema(description = "IANA time zone of the cron line. Default: UTC.") @Nullable
            String timezone,

            @Schema(description = "true: runs only when triggered.") @Nullable
            Boolean manual,

            @Schema(
                    description =
                            "Each firing is moved by a part of it, which campaign and instant determine. Default: a tenth"
                                    + " of the interval, at most PT2M.")
            @Nullable
            String jitter,

            @Schema(
                    description =
                            "What becomes of a firing while a run of the campaign is open. SKIP, the default: it is"
                                    + " counted as skipped."
                                    + " BUFFER_ONE: the first one waits and runs as soon as no run is open, further ones"
                                    + " are skipped. ALLOW: it runs beside the open ones.",
                    enumeration = {"SKIP", "BUFFER_ONE", "ALLOW"})
            @Nullable
            String overlapPolicy,

            @Schema(
                    description =
                            "A firing later than this is counted as missed and never run late. Default: one interval.")
            @Nullable
            String catchupWindow,

            @Schema(
                    description = "No firing is scheduled before it. ISO-8601.",
                    format = "date-time",
                    examples = "2026-12-01T00:00:00Z")
            @Nullable
            String startAt,

            @Schema(
                    description = "No firing is scheduled after it. ISO-8601.",
                    format = "date-time",
                    examples = "2026-12-31T23:59:59Z")
            @Nullable
            String endAt,

            @Schema(
                    description =
                            "How many runs the schedule makes, counted from when this or any other part of the schedule"
                                    + " was last changed. Triggered runs do not count.",
                    minimum = "1",
                    maximum = "1000000")
            @Nullable
            Integer remainingRuns) {}

    /** What a campaign may use in a day. */
    @Schema(
            name = "Budget",
            description =
                    "What the campaign may use in a day of UTC; at least one of the two. Counted before a round is"
                            + " sent: a round that does not fit is not sent.")
    @JsonInclude(Include.NON_NULL)
    record BudgetDocument(
            @Schema(description = "At least one round's.", minimum = "1", maximum = "1000000000") @Nullable
            Long probesPerDay,

            @Schema(
                    description =
                            "In the currency of the targets' prices, which all of them must have, in one currency. A round"
                                    + " is counted with its estimated cost until its samples are there.",
                    minimum = "0")
            @Nullable
            BigDecimal costPerDay) {}

    /** The rounds of a run. */
    @Schema(
            name = "Rounds",
            description = "A round is one paired set of probes: the same prompt to every target at the same instant.")
    record RoundsDocument(
            @Schema(minimum = "1", maximum = "1000", defaultValue = "1") @Nullable
            Integer count,

            @Schema(description = "From one round to the next, PT0.01S to PT1H.", defaultValue = "PT2S") @Nullable
            String spacing) {}

    /** How long each phase of a probe may take. */
    @Schema(name = "Timeouts", description = "How long each phase of a probe may take; at most PT1H.")
    record TimeoutsDocument(
            @Schema(defaultValue = "PT5S") @Nullable String connect,
            @Schema(defaultValue = "PT30S") @Nullable String firstToken,
            @Schema(defaultValue = "PT30S") @Nullable String stall,
            @Schema(defaultValue = "PT2M") @Nullable String total) {}

    /** What an answer must keep to count as good. */
    @Schema(name = "Slo", description = "What an answer must keep to count as good; at least one of the two.")
    @JsonInclude(Include.NON_NULL)
    record SloDocument(
            @Schema(description = "Time to first token, in milliseconds.") @Nullable
            Double ttftMs,

            @Schema(description = "Mean inter-token latency, in milliseconds.") @Nullable
            Double itlMs) {}

    /** How the campaign's targets are ranked unless asked otherwise. */
    @Schema(name = "RankingPolicy", description = "How the targets are ranked unless asked otherwise.")
    record RankingDocument(
            @Schema(
                    enumeration = {"ttft", "ttfa", "latency", "itl", "outputTokensPerSecond", "availability"},
                    defaultValue = "ttft")
            @Nullable
            String metric,

            @Schema(
                    enumeration = {
                        "cv",
                        "cvMedian",
                        "robustCv",
                        "p50",
                        "p90",
                        "p95",
                        "p99",
                        "tailRatio",
                        "mean",
                        "stddev"
                    },
                    defaultValue = "cv")
            @Nullable
            String statistic,

            @Schema(description = "PT1M to P31D.", defaultValue = "PT24H") @Nullable
            String window,

            @Schema(minimum = "1", maximum = "1000000", defaultValue = "30") @Nullable
            Integer minSamples,

            @Schema(minimum = "0", maximum = "1", defaultValue = "0.95") @Nullable
            Double minAvailability,

            @Schema(
                    description =
                            "A probe of a target that had not been asked for longer than this counts as a cold start.",
                    defaultValue = "PT10M")
            @Nullable
            String idleThreshold) {}
}
