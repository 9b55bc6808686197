package dev.evenkeel.campaign;

import dev.evenkeel.http.FieldReader;
import dev.evenkeel.http.Violations;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** What can be done with a campaign, over HTTP. */
@Path("/api/v1/campaigns/{name}")
@Tag(name = "Campaigns")
class CampaignActionResource {
    private static final int MAX_NOTE_LENGTH = 1000;

    private final CampaignPause pause;
    private final CampaignQueries queries;
    private final ManualTrigger trigger;
    private final RunQueries runs;

    CampaignActionResource(CampaignPause pause, CampaignQueries queries, ManualTrigger trigger, RunQueries runs) {
        this.pause = pause;
        this.queries = queries;
        this.trigger = trigger;
        this.runs = runs;
    }

    /** Why a campaign is paused. */
    @Schema(name = "Pause", description = "Why the campaign is paused.")
    record PauseRequest(
            @Schema(maxLength = MAX_NOTE_LENGTH) @Nullable String note) {}

    @POST
    @Path("/pause")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "pauseCampaign",
            summary = "Let the schedule rest",
            description =
                    "Runs that have begun go on, those that were only planned ahead are called off, and the campaign can still be triggered.")
    @APIResponse(
            responseCode = "200",
            description = "Paused.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CampaignView.class)))
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    public Uni<CampaignView> pause(
            @Parameter(description = CampaignResource.NAME) @PathParam("name") String name,
            @org.eclipse.microprofile.openapi.annotations.parameters.RequestBody(required = false) @Nullable
                    PauseRequest request) {
        return pause.pause(name, noteOf(request)).chain(() -> queries.get(name)).map(CampaignQueries.Found::view);
    }

    @POST
    @Path("/resume")
    @Operation(
            operationId = "resumeCampaign",
            summary = "Let the schedule fire again",
            description = "Firings of the time in which the campaign was paused are not made up for.")
    @APIResponse(
            responseCode = "200",
            description = "Active.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CampaignView.class)))
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    public Uni<CampaignView> resume(@Parameter(description = CampaignResource.NAME) @PathParam("name") String name) {
        return pause.resume(name).chain(() -> queries.get(name)).map(CampaignQueries.Found::view);
    }

    @POST
    @Path("/trigger")
    @Operation(
            operationId = "triggerCampaign",
            summary = "Run the campaign now",
            description =
                    "Whatever its schedule says, and whether it is paused or a run of it is open. Its budget holds.")
    @APIResponse(
            responseCode = "202",
            description = "The run, about to start.",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    @APIResponse(responseCode = "429", description = "The budget of the day is used up; Retry-After tells until when.")
    public Uni<RestResponse<RunView>> trigger(
            @Parameter(description = CampaignResource.NAME) @PathParam("name") String name) {
        return trigger.trigger(name).chain(runs::get).map(run -> RestResponse.status(Status.ACCEPTED, run));
    }

    private static @Nullable String noteOf(@Nullable PauseRequest request) {
        String note = request == null ? null : request.note();
        if (note != null) {
            Violations violations = new Violations();
            new FieldReader(violations).text(note, "note", MAX_NOTE_LENGTH);
            violations.throwIfAny();
        }
        return note;
    }
}
