package dev.evenkeel.samples;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.measurement.Vantage;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
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
import org.jspecify.annotations.Nullable;

/** Samples over HTTP. */
@Path("/api/v1/campaigns/{name}/samples")
@Tag(name = "Samples", description = "What was observed, probe by probe.")
class SampleResource {
    private final SamplePages pages;
    private final SampleExport export;
    private final SampleLines ndjson;
    private final SampleLines csv = new CsvSamples();

    SampleResource(SamplePages pages, SampleExport export, ObjectMapper json) {
        this.pages = pages;
        this.export = export;
        this.ndjson = new NdjsonSamples(json);
    }

    @GET
    @Operation(
            operationId = "listSamples",
            summary = "A campaign's samples, newest first",
            description = "As application/json a page at a time. As application/x-ndjson or text/csv all of them,"
                    + " streamed at the speed at which the client reads; what is stored while it is read may be in it"
                    + " or not. A stream that fails midway ends with the connection cut.")
    @APIResponse(
            responseCode = "200",
            description = "A page of samples, or all as a stream.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = SamplePageDocument.class)),
                @Content(mediaType = SampleFormat.NDJSON_TYPE, schema = @Schema(implementation = SampleView.class)),
                @Content(
                        mediaType = SampleFormat.CSV_TYPE,
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        description = "RFC 4180 with a header row. A column's name is the path of the"
                                                + " field in the JSON, and what is absent is empty. Text that a"
                                                + " provider has a say in (reportedModel, systemFingerprint,"
                                                + " finishReason, error) has an apostrophe in front where a"
                                                + " spreadsheet would take it for a formula."),
                        examples =
                                @ExampleObject(
                                        name = "the first columns",
                                        value = "id,run,round,target.provider,target.model,scheduledAt,startedAt\r\n"))
            })
    @APIResponse(responseCode = "404", description = "There is no such campaign.")
    @APIResponse(responseCode = "406", description = "The header Accept wants something else.")
    @APIResponse(responseCode = "422", description = "A parameter is invalid; all violations are listed.")
    public Uni<RestResponse<Object>> list(
            @Parameter(description = "The campaign's name.") @PathParam("name") String name,
            @Parameter(
                            description = "Only samples scheduled at or after this time, ISO-8601 UTC.",
                            example = "2026-11-24T00:00:00Z")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(
                            description = "Only samples scheduled before this time, ISO-8601 UTC; not before from.",
                            example = "2026-11-25T00:00:00Z")
                    @QueryParam("to")
                    @Nullable
                    String to,
            @Parameter(description = "Only samples of targets at this provider.") @QueryParam("provider") @Nullable
                    String provider,
            @Parameter(description = "Only samples of this run.") @QueryParam("run") @Nullable String run,
            @Parameter(
                            description =
                                    "Only samples of this version of the campaign's workload; of all unless given.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "999999999"))
                    @QueryParam("specVersion")
                    @Nullable
                    String specVersion,
            @Parameter(
                            description = "Only samples of probes that used a kept connection where there was one"
                                    + " (reuse), or of those on new connections (fresh); of both unless given.",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"reuse", "fresh"}))
                    @QueryParam("connection")
                    @Nullable
                    String connection,
            @Parameter(
                            description = "Only samples of probes from that vantage; from all of them unless given.",
                            schema = @Schema(type = SchemaType.STRING, pattern = Vantage.REGEX))
                    @QueryParam("vantage")
                    @Nullable
                    String vantage,
            @Parameter(
                            description = "At most this many items a page; not with a stream.",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "100"))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = "The next of an earlier page; not with a stream.") @QueryParam("cursor") @Nullable
                    String cursor,
            @Context Request request) {
        SampleFormat format = SampleFormat.preferredBy(request);
        SampleParameters parameters =
                new SampleParameters(from, to, provider, run, specVersion, connection, vantage, limit, cursor);
        return answer(name, format, parameters)
                .map(body -> ResponseBuilder.ok(body, MediaType.valueOf(format.contentType()))
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                        .build());
    }

    private Uni<Object> answer(String name, SampleFormat format, SampleParameters parameters) {
        return switch (format) {
            case PAGE -> pages.page(name, parameters.page()).map(page -> page);
            case NDJSON -> export.body(name, parameters.stream(), ndjson).map(body -> body);
            case CSV -> export.body(name, parameters.stream(), csv).map(body -> body);
        };
    }
}
