package dev.evenkeel.check;

import dev.evenkeel.catalog.Provider;
import dev.evenkeel.catalog.Providers;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.ResourceName;
import dev.evenkeel.pipeline.SingleProbe;
import dev.evenkeel.samples.SampleView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Checks of providers over HTTP. */
@Path("/api/v1/providers/{name}/check")
@Tag(name = "Providers")
class CheckResource {
    private static final String EXAMPLE = """
            {"model": "kimi-k2.6"}
            """;
    private static final String OK = """
            {"target": {"provider": "example", "model": "kimi-k2.6"}, "startedAt": "2026-11-24T12:00:00.000412Z",
             "outcome": "OK", "httpStatus": 200, "ttftMs": 387.214, "latencyMs": 1533.0, "reportedModel": "kimi-k2.6-0905"}
            """;
    private static final String WRONG_KEY = """
            {"target": {"provider": "example", "model": "kimi-k2.6"}, "startedAt": "2026-11-24T12:00:00.000412Z",
             "outcome": "CLIENT_ERROR", "httpStatus": 401, "error": "HTTP 401"}
            """;

    private final CheckReader reader;
    private final Providers providers;
    private final SingleProbe probe;
    private final CheckGate gate;
    private final Clock clock;

    CheckResource(CheckReader reader, Providers providers, SingleProbe probe, CheckGate gate, Clock clock) {
        this.reader = reader;
        this.providers = providers;
        this.probe = probe;
        this.gate = gate;
        this.clock = clock;
    }

    @POST
    @Operation(
            operationId = "checkProvider",
            summary = "Send a provider one probe now",
            description =
                    "Tells a wrong URL, key or model at once: the answer is 200 whatever the provider did, and its"
                            + " outcome says how the probe ended. It goes by the same rules as every probe: REFUSED_BY_POLICY"
                            + " where the address may not be probed, the credential not be sent there, or maxConcurrency probes"
                            + " have been under way for 5 s. Nothing is stored; the fields that only a run gives are absent.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CheckDocument.class),
                            examples = @ExampleObject(name = "check", value = EXAMPLE)))
    @APIResponse(
            responseCode = "200",
            description = "What was observed.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SampleView.class),
                            examples = {
                                @ExampleObject(name = "ok", value = OK),
                                @ExampleObject(name = "wrong key", value = WRONG_KEY)
                            }))
    @APIResponse(responseCode = "400", description = "The body is not such a document.")
    @APIResponse(responseCode = "404", description = "There is no such provider.")
    @APIResponse(responseCode = "422", description = "The document is invalid; all violations are listed.")
    @APIResponse(
            responseCode = "429",
            description = "As many checks as this process allows are under way; Retry-After says when to try again.")
    public Uni<RestResponse<SampleView>> check(
            @Parameter(description = "The provider's name.") @PathParam("name") String name,
            @Nullable CheckDocument document) {
        if (document == null) {
            throw ProblemException.malformed("a body is required");
        }
        Check check = reader.read(document);
        return provider(name)
                .chain(provider -> gate.pass(probe.probe(check.round(provider, clock.instant()))))
                .map(sample -> ResponseBuilder.ok(SampleView.ofNoRun(sample))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    private Uni<Provider> provider(String name) {
        Uni<Map<String, Provider>> found = ResourceName.isValid(name)
                ? providers.byName(Set.of(name))
                : Uni.createFrom().item(Map.of());
        return found.map(known ->
                Optional.ofNullable(known.get(name)).orElseThrow(() -> ProblemException.notFound("provider", name)));
    }
}
