package dev.evenkeel.catalog;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A provider as a client writes it. */
@Schema(name = "Provider", description = "An inference API that campaigns may name.")
record ProviderDocument(
        @Schema(
                required = true,
                description = "Where the API is; the probe posts to {baseUrl}/chat/completions. https, without user,"
                        + " query or fragment; plain http and addresses that are not public only where the operator"
                        + " allows them.",
                examples = "https://api.example.com/v1")
        @Nullable
        String baseUrl,

        @Schema(description = "How the API is asked. openai-chat unless given.", examples = "openai-chat") @Nullable
        String protocol,

        @Schema(
                description = "Name of a credential that the operator configured and bound to this URL's origin;"
                        + " absent = none is sent.",
                examples = "example")
        @Nullable
        String credential,

        @Schema(
                description = "How many requests may be under way there at once, from 1 to 1000. 8 unless given.",
                examples = "8")
        @Nullable
        Integer maxConcurrency,

        @Schema(
                description = "How many requests may be sent to this URL with this credential in any minute, from 1 to"
                        + " 600000, by campaigns; probes above it are REFUSED_BY_POLICY. Any number unless given.",
                examples = "60")
        @Nullable
        Integer requestsPerMinute) {}
