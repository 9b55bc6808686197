package dev.evenkeel.ranking;

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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** How a campaign's targets stood over time. */
@Path("/api/v1/campaigns/{name}/rankings/history")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rankings")
class RankingHistoryResource {
    private final RankingHistory history;
    private final RankingResponses responses;

    @Inject
    RankingHistoryResource(RankingHistory history, RankingResponses responses) {
        this.history = history;
        this.responses = responses;
    }

    // Public because Quarkus REST ignores endpoints that are not.
    @GET
    @Operation(
            operationId = "getRankingHistory",
            summary = "Each target's statistic and rank over time",
            description =
                    "Each step is a ranking of its own stretch of time, which ends at an edge: the same that the ranking"
                            + " tells with asOf = to and that window. Samples that came late are in it. Where the rollups of five"
                            + " minutes are no longer kept and a step has more than 2,000 samples, it has too few cells for an"
                            + " interval, and its targets are tied.")
    @APIResponse(
            responseCode = "200",
            description = "The steps, in the order of time, with their ETag.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HistoryView.class)))
    @APIResponse(responseCode = "304", description = "The history is still the one that If-None-Match names.")
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    @APIResponse(responseCode = "422", description = "A parameter is invalid; all violations are listed.")
    @APIResponse(responseCode = "503", description = "Too many rankings are being computed; Retry-After says when.")
    public Uni<RestResponse<byte[]>> history(
            @Parameter(description = "The campaign's name.") @PathParam("name") String name,
            @Parameter(
                            description =
                                    "How long a step is: an ISO-8601 duration of whole PT5M that divides a day; PT1H"
                                            + " unless given.",
                            example = "PT1H")
                    @QueryParam("step")
                    @Nullable
                    String step,
            @Parameter(
                            description =
                                    "Only steps that begin at or after this instant; 24 steps before to unless given,"
                                            + " and at most 400.",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(
                            description = "Only steps that end at or before this instant; now unless given.",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("to")
                    @Nullable
                    String to,
            @Parameter(description = "As for the ranking.") @QueryParam("metric") @Nullable String metric,
            @Parameter(description = "As for the ranking.") @QueryParam("statistic") @Nullable String statistic,
            @Parameter(description = "As for the ranking.") @QueryParam("specVersion") @Nullable String specVersion,
            @Parameter(description = "As for the ranking.") @QueryParam("connection") @Nullable String connection,
            @Parameter(description = "As for the ranking.") @QueryParam("vantage") @Nullable String vantage,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        RankingParameters parameters =
                RankingParameters.parse(null, metric, statistic, specVersion, connection, vantage, null, null);
        return history.current(name, parameters, HistorySteps.parse(step, from, to, history.now()))
                .chain(current -> responses.respond(current.tag(), ifNoneMatch, () -> history.answer(current)));
    }
}
