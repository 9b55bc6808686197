package dev.evenkeel.check;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What to ask a provider, as a client writes it. */
@Schema(name = "Check", description = "One probe to send now.")
record CheckDocument(
        @Schema(required = true, description = "The model as that provider calls it.", examples = "kimi-k2.6") @Nullable
        String model,

        @Schema(
                description = "Merged into the body of the request, as a campaign's target has it: a field replaces the"
                        + " probe's own, null removes it. At most 4096 bytes; not model, messages, stream and"
                        + " stream_options.",
                examples = "{\"temperature\": 0}")
        @Nullable
        Map<String, @Nullable Object> request,

        @Schema(description = "How many tokens to ask for at most, from 1 to 256. 16 unless given.", examples = "16")
        @Nullable
        Integer maxOutputTokens,

        @Schema(
                description =
                        "reuse: on a kept connection where there is one. fresh: on a new one. reuse unless given.",
                enumeration = {"reuse", "fresh"},
                defaultValue = "reuse")
        @Nullable
        String connection,

        @Schema(description = "How long the phases of the probe may take.") @Nullable
        CheckTimeoutsDocument timeouts) {

    @Schema(name = "CheckTimeouts", description = "ISO-8601 durations; each its default unless given.")
    record CheckTimeoutsDocument(
            @Schema(
                    description = "Name resolution, TCP and TLS together, from PT0.1S to PT15S. PT5S unless given.",
                    examples = "PT5S")
            @Nullable
            String connect,

            @Schema(
                    description = "From the start to the first token, and between two reads after it, from PT0.1S to"
                            + " PT1M. PT30S unless given.",
                    examples = "PT30S")
            @Nullable
            String firstToken,

            @Schema(
                    description = "From the start to the end, from PT0.1S to PT2M. PT1M unless given.",
                    examples = "PT1M")
            @Nullable
            String total) {}
}
