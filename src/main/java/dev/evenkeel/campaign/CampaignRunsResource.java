package dev.evenkeel.campaign;

import dev.evenkeel.http.Page;
import dev.evenkeel.http.PageRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A campaign's runs over HTTP. */
@Path("/api/v1/campaigns/{name}/runs")
@Tag(name = "Runs")
class CampaignRunsResource {
    private final RunQueries runs;

    CampaignRunsResource(RunQueries runs) {
        this.runs = runs;
    }

    @GET
    @Operation(operationId = "listRuns", summary = "A campaign's runs, newest first")
    @APIResponse(responseCode = "200", description = "A page of runs.")
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    @APIResponse(responseCode = "422", description = "The limit or the cursor is invalid.")
    public Uni<Page<RunView>> list(
            @Parameter(description = CampaignResource.NAME) @PathParam("name") String name,
            @Parameter(
                            description = CampaignResource.LIMIT,
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "100"))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = CampaignResource.CURSOR) @QueryParam("cursor") @Nullable String cursor) {
        return runs.list(name, PageRequest.of(limit, cursor, 2));
    }
}
