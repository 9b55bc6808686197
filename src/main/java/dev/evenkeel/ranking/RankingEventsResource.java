package dev.evenkeel.ranking;

import dev.evenkeel.http.StreamedBody;
import dev.evenkeel.http.Violations;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Sends a ranking whenever it changes. */
@Path("/api/v1/campaigns/{name}/rankings/events")
@Tag(name = "Rankings")
class RankingEventsResource {
    private static final Pattern REVISION = Pattern.compile("[0-9]{1,18}");

    private final RankingEvents events;

    @Inject
    RankingEventsResource(RankingEvents events) {
        this.events = events;
    }

    // Public because Quarkus REST ignores endpoints that are not.
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followRanking",
            summary = "The ranking, and again whenever it has changed",
            description =
                    "Server-sent events named ranking, the same JSON as the ranking's, with the revision as id: at"
                            + " once, and then at most once a second when the answer has changed. It changes with the revision, and"
                            + " with the same revision, and so the same id, when its window slides, a round counts that was"
                            + " incomplete, or the campaign is changed. A client that comes back with a Last-Event-ID that is the"
                            + " present revision gets nothing before the next change. Where nothing changes, a comment keeps the"
                            + " connection open. When the campaign is deleted, an event named end is the last; a stream that ends"
                            + " without it may be followed anew.")
    @APIResponse(
            responseCode = "200",
            description = "The events.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            description =
                                                    "Events, as they come. See the ranking for what their data hold.")))
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    @APIResponse(responseCode = "422", description = "A parameter is invalid; all violations are listed.")
    @APIResponse(responseCode = "503", description = "Too many clients follow rankings; Retry-After says when.")
    public Uni<RestResponse<StreamedBody>> follow(
            @Parameter(description = "The campaign's name.") @PathParam("name") String name,
            @Parameter(description = "As for the ranking.") @QueryParam("window") @Nullable String window,
            @Parameter(description = "As for the ranking.") @QueryParam("metric") @Nullable String metric,
            @Parameter(description = "As for the ranking.") @QueryParam("statistic") @Nullable String statistic,
            @Parameter(description = "As for the ranking.") @QueryParam("specVersion") @Nullable String specVersion,
            @Parameter(description = "As for the ranking.") @QueryParam("connection") @Nullable String connection,
            @Parameter(description = "As for the ranking.") @QueryParam("vantage") @Nullable String vantage,
            @Parameter(description = "As for the ranking.") @QueryParam("intervalsFor") @Nullable String intervalsFor,
            @Parameter(description = "The id of the last event that the client has.")
                    @HeaderParam("Last-Event-ID")
                    @Nullable
                    String lastEventId) {
        RankingParameters parameters = RankingParameters.parse(
                window, metric, statistic, specVersion, connection, vantage, null, intervalsFor);
        return events.follow(new RankingLookUps.Asked(name, parameters), revision(lastEventId))
                .map(chunks -> RestResponse.ResponseBuilder.ok(
                                new StreamedBody(chunks), MediaType.SERVER_SENT_EVENTS_TYPE)
                        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                        .build());
    }

    private static @Nullable Long revision(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return null;
        }
        new Violations()
                .addUnless(REVISION.matcher(lastEventId).matches(), "Last-Event-ID", "must be the id of an event")
                .throwIfAny();
        return Long.valueOf(lastEventId);
    }
}
