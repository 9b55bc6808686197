package dev.evenkeel.campaign;

import dev.evenkeel.http.Page;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.http.RequestBody;
import dev.evenkeel.http.WritePrecondition;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Campaigns over HTTP. */
@Path("/api/v1/campaigns")
@Tag(name = "Campaigns", description = "What is compared, what is asked, and when.")
class CampaignResource {
    static final String NAME = "The campaign's name.";
    static final String LIMIT = "At most this many items, from 1 to 1000; 100 unless given.";
    static final String CURSOR = "The next of an earlier page.";

    private static final String EXAMPLE = """
            {"model": "Kimi K2.6",
             "targets": [{"provider": "provider-a", "model": "kimi-k2.6"}, {"provider": "provider-b", "model": "kimi-k2.6"}],
             "schedule": {"interval": "PT5M"},
             "rounds": {"count": 5, "spacing": "PT2S"}}
            """;

    private final CampaignDefinitions definitions;
    private final CampaignQueries queries;
    private final Event<CampaignChanged> changes;

    CampaignResource(CampaignDefinitions definitions, CampaignQueries queries, Event<CampaignChanged> changes) {
        this.definitions = definitions;
        this.queries = queries;
        this.changes = changes;
    }

    @PUT
    @Path("/{name}")
    @Operation(
            operationId = "putCampaign",
            summary = "Create or replace a campaign",
            description = "Idempotent: the same document again changes nothing. Targets keep their identity and history"
                    + " by provider and model. A change of what is asked (workload, time-outs, a target's request) makes"
                    + " a new specVersion; a change of the schedule starts it anew; a paused campaign stays paused. The"
                    + " answer tells what the schedule asks for in a day, expectedPerDay, and carries an ETag.")
    @org.eclipse.microprofile.openapi.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CampaignDocument.class),
                            examples = @ExampleObject(name = "campaign", value = EXAMPLE)))
    @APIResponse(
            responseCode = "200",
            description = "Replaced.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CampaignView.class)))
    @APIResponse(
            responseCode = "201",
            description = "Created.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CampaignView.class)))
    @APIResponse(responseCode = "400", description = "The body is not such a document.")
    @APIResponse(responseCode = "412", description = WritePrecondition.FAILED)
    @APIResponse(responseCode = "422", description = "The document is invalid; all violations are listed.")
    public Uni<RestResponse<CampaignView>> put(
            @Parameter(description = NAME) @PathParam("name") String name,
            @Parameter(description = WritePrecondition.IF_MATCH) @HeaderParam("If-Match") @Nullable String ifMatch,
            @Parameter(description = WritePrecondition.IF_NONE_MATCH) @HeaderParam("If-None-Match") @Nullable
                    String ifNoneMatch,
            @Nullable CampaignDocument document) {
        return definitions
                .put(name, RequestBody.require(document), WritePrecondition.of(ifMatch, ifNoneMatch))
                .invoke(() -> changes.fire(new CampaignChanged(name)))
                .chain(written -> queries.get(name)
                        .map(found ->
                                answer(written.created() ? Status.CREATED : Status.OK, written.tag(), found.view())));
    }

    private static RestResponse<CampaignView> answer(Status status, String tag, CampaignView view) {
        return ResponseBuilder.create(status, view)
                .header(HttpHeaders.ETAG, WritePrecondition.header(tag))
                .build();
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getCampaign", summary = "A campaign and how it stands")
    @APIResponse(
            responseCode = "200",
            description = "The campaign, its defaults filled in.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CampaignView.class)))
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    public Uni<RestResponse<CampaignView>> get(@Parameter(description = NAME) @PathParam("name") String name) {
        return queries.get(name).map(found -> answer(Status.OK, found.tag(), found.view()));
    }

    @GET
    @Operation(operationId = "listCampaigns", summary = "Campaigns in the order of their names")
    @APIResponse(responseCode = "200", description = "A page of campaigns.")
    @APIResponse(responseCode = "422", description = "The limit is invalid.")
    public Uni<Page<CampaignView>> list(
            @Parameter(
                            description = LIMIT,
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "100"))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = CURSOR) @QueryParam("cursor") @Nullable String cursor) {
        return queries.list(PageRequest.of(limit, cursor, 1));
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            operationId = "deleteCampaign",
            summary = "Stop a campaign and remove its definition, runs and samples",
            description = "Probes that are under way come to their end; their samples are not stored.")
    @APIResponse(responseCode = "204", description = "Removed.")
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    @APIResponse(responseCode = "412", description = WritePrecondition.FAILED)
    public Uni<Void> delete(
            @Parameter(description = NAME) @PathParam("name") String name,
            @Parameter(description = WritePrecondition.IF_MATCH) @HeaderParam("If-Match") @Nullable String ifMatch) {
        return definitions
                .delete(name, WritePrecondition.of(ifMatch, null))
                .invoke(() -> changes.fire(new CampaignChanged(name)));
    }
}
