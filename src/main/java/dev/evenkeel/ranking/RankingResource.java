package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Vantage;
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

/** Which of a campaign's targets can be relied on. */
@Path("/api/v1/campaigns/{name}/rankings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rankings", description = "Which targets can be relied on, and how surely that is known.")
class RankingResource {
    private final RankingLookUps lookUps;
    private final RankingCache cache;
    private final RankingResponses responses;

    @Inject
    RankingResource(RankingLookUps lookUps, RankingCache cache, RankingResponses responses) {
        this.lookUps = lookUps;
        this.cache = cache;
        this.responses = responses;
    }

    // Public because Quarkus REST ignores endpoints that are not.
    @GET
    @Operation(
            operationId = "getRanking",
            summary = "Ranks a campaign's targets by one statistic of one metric over a window that ends now",
            description = "Parameters that are absent are the campaign's own. Lower is better, save for levels of "
                    + "outputTokensPerSecond and for availability, whose statistic is its value.")
    @APIResponse(
            responseCode = "200",
            description = "The ranking, with its ETag.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RankingView.class)))
    @APIResponse(responseCode = "304", description = "The ranking is still the one that If-None-Match names.")
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    @APIResponse(responseCode = "422", description = "A parameter is invalid; all violations are listed.")
    @APIResponse(responseCode = "503", description = "Too many rankings are being computed; Retry-After says when.")
    public Uni<RestResponse<byte[]>> ranking(
            @Parameter(description = "The campaign's name.") @PathParam("name") String name,
            @Parameter(description = "ISO-8601 duration within PT1M and P31D", example = "PT24H")
                    @QueryParam("window")
                    @Nullable
                    String window,
            @Parameter(
                            description = "what is measured",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "ttft",
                                                "ttfa",
                                                "latency",
                                                "itl",
                                                "outputTokensPerSecond",
                                                "availability"
                                            }))
                    @QueryParam("metric")
                    @Nullable
                    String metric,
            @Parameter(
                            description = "by what to order",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "cv",
                                                "cvMedian",
                                                "robustCv",
                                                "p50",
                                                "p90",
                                                "p95",
                                                "p99",
                                                "tailRatio",
                                                "mean",
                                                "stddev"
                                            }))
                    @QueryParam("statistic")
                    @Nullable
                    String statistic,
            @Parameter(
                            description = "The version of the campaign's workload to rank by; the one in force unless"
                                    + " given. A ranking is of one version alone. One of an earlier version has the"
                                    + " targets that have samples of it in the window, removed since or not, and is"
                                    + " empty where none has. 422 above the version in force.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "999999999"))
                    @QueryParam("specVersion")
                    @Nullable
                    String specVersion,
            @Parameter(
                            description = "By which probes to rank: those that used a kept connection where there was"
                                    + " one, or those on new connections; never both together. reuse unless given; fresh"
                                    + " where the campaign probes on new connections alone. Where the campaign has no such"
                                    + " probes, no target is ranked.",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"reuse", "fresh"}))
                    @QueryParam("connection")
                    @Nullable
                    String connection,
            @Parameter(
                            description =
                                    "From where: the samples of one vantage alone; of all vantages of the campaign"
                                            + " unless given. Where there are none from there, no target is ranked.",
                            schema = @Schema(type = SchemaType.STRING, pattern = Vantage.REGEX))
                    @QueryParam("vantage")
                    @Nullable
                    String vantage,
            @Parameter(
                            description = "When the window ends, in the past; now unless given. The window then ends at"
                                    + " the last edge that was over by that instant. Samples that were stored later than"
                                    + " that count, too. 422 for an instant in the future.",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("asOf")
                    @Nullable
                    String asOf,
            @Parameter(
                            description = "What the intervals speak of: the behaviour in this window, which is the"
                                    + " default, or in general. The latter is offered only where the window is long"
                                    + " against the drift that was measured; longRun in the answer tells.",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"window", "longRun"}))
                    @QueryParam("intervalsFor")
                    @Nullable
                    String intervalsFor,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        RankingParameters parameters = RankingParameters.parse(
                window, metric, statistic, specVersion, connection, vantage, asOf, intervalsFor);
        var asked = new RankingLookUps.Asked(name, parameters);
        RestResponse<byte[]> atHand = atHand(asked, ifNoneMatch);
        return atHand == null
                ? lookUps.current(asked)
                        .chain(current -> responses.respond(current.tag(), ifNoneMatch, () -> cache.ranking(current)))
                : Uni.createFrom().item(atHand);
    }

    /** Most of what gateways ask is answered here. Absent where something has to be waited for. */
    private @Nullable RestResponse<byte[]> atHand(RankingLookUps.Asked asked, @Nullable String ifNoneMatch) {
        RankingLookUps.Current known = lookUps.known(asked);
        if (known == null) {
            return null;
        }
        if (known.tag().isNamedBy(ifNoneMatch)) {
            return responses.notModified(known.tag());
        }
        RankingCache.Answer kept = cache.kept(known.tag());
        return kept == null ? null : RankingResponses.ok(kept);
    }
}
