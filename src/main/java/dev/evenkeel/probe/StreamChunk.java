package dev.evenkeel.probe;

import org.jspecify.annotations.Nullable;

/**
 * What one event of an answer's stream says, in terms that all protocols share. Carries no generated
 * text.
 *
 * @param kind how far the stream is with this event
 * @param undecided whether it carries generated text of which only later events tell whether it was reasoning or the answer
 * @param reasoning whether it carries generated text that is reasoning
 * @param answer whether it carries visible content or a tool call
 * @param refusal whether it carries a refusal
 * @param usage absent where the event has none
 * @param model the model that the provider says it serves
 * @param systemFingerprint the provider's version mark
 * @param finishReason present where the event ends the generation
 */
record StreamChunk(
        Kind kind,
        boolean undecided,
        boolean reasoning,
        boolean answer,
        boolean refusal,
        @Nullable Usage usage,
        @Nullable String model,
        @Nullable String systemFingerprint,
        @Nullable String finishReason) {
    enum Kind {
        /** A part of the answer. */
        PART,
        /** The provider says that the answer is complete. */
        DONE,
        /** The provider reports an error inside the stream. */
        ERROR,
        /** Not what the protocol says. */
        MALFORMED
    }

    static StreamChunk of(Kind kind) {
        return new StreamChunk(kind, false, false, false, false, null, null, null, null);
    }

    /** Whether the event carries generated text of any kind. */
    boolean token() {
        return undecided || reasoning || answer || refusal;
    }
}
