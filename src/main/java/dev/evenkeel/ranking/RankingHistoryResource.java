package dev.evenkeel.ranking;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How a campaign's targets stood over time. */
@Path("/api/v1/campaigns/{name}/rankings/history")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rankings")
class RankingHistoryResource {
    private final RankingHistory history;
    private final Clock clock;

    @Inject
    RankingHistoryResource(RankingHistory history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    // Public because Quarkus REST ignores endpoints that are not.
    @GET
    @Operation(
            operationId = "getRankingHistory",
            summary = "Each target's statistic and rank over time",
            description =
                    "Each step is a ranking of its own stretch of time, which ends at an edge. Where the rollups of"
                            + " five minutes are no longer kept a step has too few cells for an interval, and its targets are tied.")
    @APIResponse(
            responseCode = "200",
            description = "The steps, in the order of time.",
            content = @Content(schema = @Schema(implementation = HistoryView.class)))
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    @APIResponse(responseCode = "422", description = "A parameter is invalid; all violations are listed.")
    @APIResponse(responseCode = "503", description = "Too many rankings are being computed; Retry-After says when.")
    public Uni<HistoryView> history(
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
                                            + " and at most 100.",
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
            @Parameter(description = "As for the ranking.") @QueryParam("connection") @Nullable String connection) {
        RankingParameters parameters =
                RankingParameters.parse(null, metric, statistic, specVersion, connection, null, null);
        return history.of(name, parameters, HistorySteps.parse(step, from, to, clock.instant()));
    }
}
