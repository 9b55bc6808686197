package dev.evenkeel.samples;

import dev.evenkeel.http.Page;
import dev.evenkeel.samples.SampleQuery.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Samples over HTTP. */
@Path("/api/v1/campaigns/{name}/samples")
@Tag(name = "Samples", description = "What was observed, probe by probe.")
class SampleResource {
    private final SamplePages pages;

    SampleResource(SamplePages pages) {
        this.pages = pages;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listSamples", summary = "A campaign's samples, newest first")
    @APIResponse(responseCode = "200", description = "A page of samples.")
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    @APIResponse(responseCode = "422", description = "A parameter is invalid; all violations are listed.")
    public Uni<Page<SampleView>> list(
            @Parameter(description = "The campaign's name.") @PathParam("name") String name,
            @Parameter(description = "Only samples scheduled at or after this time, ISO-8601 UTC.")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = "Only samples scheduled before this time, ISO-8601 UTC.")
                    @QueryParam("to")
                    @Nullable
                    String to,
            @Parameter(description = "Only samples of targets at this provider.") @QueryParam("provider") @Nullable
                    String provider,
            @Parameter(description = "Only samples of this run.") @QueryParam("run") @Nullable String run,
            @Parameter(description = "At most this many items, from 1 to 1000; 100 unless given.")
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = "The next of an earlier page.") @QueryParam("cursor") @Nullable String cursor) {
        return pages.page(name, SampleQuery.of(new Parameters(from, to, provider, run, limit, cursor)));
    }
}
