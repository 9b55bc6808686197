package dev.evenkeel.samples;

import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.Slo;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lets an operator have rollups checked against their samples. */
@Path("/api/v1/campaigns/{name}/rollups/check")
@Tag(name = "Samples")
class RollupCheckResource {
    private static final Duration LONGEST = Duration.ofDays(31);

    private final RollupCheck check;
    private final CampaignLookup campaigns;
    private final Clock clock;

    RollupCheckResource(RollupCheck check, CampaignLookup campaigns, Clock clock) {
        this.check = check;
        this.campaigns = campaigns;
        this.clock = clock;
    }

    @POST
    @Operation(
            operationId = "checkRollups",
            summary = "Compute a campaign's rollups anew from its samples, and tell which of them differ",
            description = "The finest from the samples, coarser ones from the finer; as far as both are kept. What"
                    + " differs is told, and put right only if asked. Repairing also counts goodput by the SLO that is in"
                    + " force where it was counted by another.")
    @APIResponse(
            responseCode = "200",
            description = "What was found.",
            content = @Content(schema = @Schema(implementation = RollupCheckView.class)))
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    @APIResponse(responseCode = "422", description = "A parameter is invalid; all violations are listed.")
    public Uni<RollupCheckView> check(
            @Parameter(description = "The campaign's name.") @PathParam("name") String name,
            @Parameter(
                            description = "Only stretches of time that begin at or after this instant; a day ago unless"
                                    + " given.",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(
                            description =
                                    "Only stretches of time that end at or before this instant; now unless given. At"
                                            + " most 31 days after from.",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
                    @QueryParam("to")
                    @Nullable
                    String to,
            @Parameter(
                            description = "Whether to put right what differs.",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("repair")
                    @Nullable
                    String repair) {
        Violations violations = new Violations();
        Instant until = instant(to, "to", clock.instant(), violations);
        Instant since = instant(from, "from", until.minus(Duration.ofDays(1)), violations);
        violations.addUnless(
                !since.isAfter(until) && !since.plus(LONGEST).isBefore(until),
                "to",
                "must be within 31 days after from");
        violations.addUnless(
                repair == null || repair.equals("true") || repair.equals("false"), "repair", "must be true or false");
        violations.throwIfAny();
        return campaigns.idOf(name).chain(found -> {
            UUID id = found.orElseThrow(() -> ProblemException.notFound("campaign", name));
            return campaigns
                    .existing(Set.of(id))
                    .chain(slos ->
                            check.check(id, slos.getOrDefault(id, Slo.NONE), since, until, "true".equals(repair)))
                    .chain(checked -> campaigns.targetsOf(id).map(targets -> RollupCheckView.of(checked, targets)));
        });
    }

    private static Instant instant(@Nullable String text, String field, Instant ifAbsent, Violations violations) {
        try {
            return text == null ? ifAbsent : Instant.parse(text);
        } catch (DateTimeParseException e) {
            violations.add(field, "must be an ISO-8601 instant such as 2026-01-31T12:00:00Z");
            return ifAbsent;
        }
    }
}
