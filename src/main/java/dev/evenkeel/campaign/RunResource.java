package dev.evenkeel.campaign;

import dev.evenkeel.http.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Single runs over HTTP. */
@Path("/api/v1/runs")
@Tag(name = "Runs", description = "What became of a campaign's firings.")
class RunResource {
    private final RunQueries runs;
    private final RunCancellation cancellation;

    RunResource(RunQueries runs, RunCancellation cancellation) {
        this.runs = runs;
        this.cancellation = cancellation;
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getRun",
            summary = "A run and its progress",
            description = "Outcomes are counted from the stored samples, so that they grow while the run goes. Once its"
                    + " deadline has passed, what never came is counted as MISSED; a sample that comes later counts.")
    @APIResponse(
            responseCode = "200",
            description = "The run.",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RunView.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such run; one that is over is there for as long as its samples.")
    public Uni<RunView> get(@Parameter(description = "The run's id.") @PathParam("id") String id) {
        return runs.get(parse(id));
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(
            operationId = "cancelRun",
            summary = "Call a run off",
            description = "No further round is sent. Rounds that the probers have been handed are still probed, and"
                    + " their samples count. The same again changes nothing.")
    @APIResponse(
            responseCode = "200",
            description = "Called off.",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RunView.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such run; one that is over is there for as long as its samples.")
    @APIResponse(responseCode = "409", description = "The run is over by itself.")
    public Uni<RunView> cancel(@Parameter(description = "The run's id.") @PathParam("id") String id) {
        UUID run = parse(id);
        return cancellation.cancel(run).chain(() -> runs.get(run));
    }

    private static UUID parse(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("run", id);
        }
    }
}
