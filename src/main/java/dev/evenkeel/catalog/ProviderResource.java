package dev.evenkeel.catalog;

import dev.evenkeel.http.Page;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.ResourceName;
import dev.evenkeel.http.WritePrecondition;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Providers over HTTP. */
@Path("/api/v1/providers")
@Tag(name = "Providers", description = "The inference APIs that campaigns compare.")
class ProviderResource {
    private static final String NAME = "The provider's name.";
    private static final int CURSOR_PARTS = 1;
    private static final String EXAMPLE = """
            {"baseUrl": "https://api.example.com/v1", "protocol": "openai-chat", "credential": "example", "maxConcurrency": 8}
            """;

    private final ProviderRules rules;
    private final ProviderRepository providers;
    private final ProviderUse use;

    ProviderResource(ProviderRules rules, ProviderRepository providers, ProviderUse use) {
        this.rules = rules;
        this.providers = providers;
        this.use = use;
    }

    @PUT
    @Path("/{name}")
    @Operation(
            operationId = "putProvider",
            summary = "Create or replace a provider",
            description = "Idempotent. A run that has been opened keeps the URL that it was opened with.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProviderDocument.class),
                            examples = @ExampleObject(name = "provider", value = EXAMPLE)))
    @APIResponse(
            responseCode = "200",
            description = "Replaced.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProviderView.class)))
    @APIResponse(
            responseCode = "201",
            description = "Created.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProviderView.class)))
    @APIResponse(responseCode = "400", description = "The body is not such a document.")
    @APIResponse(responseCode = "412", description = WritePrecondition.FAILED)
    @APIResponse(responseCode = "422", description = "The document is invalid; all violations are listed.")
    public Uni<RestResponse<ProviderView>> put(
            @Parameter(description = NAME) @PathParam("name") String name,
            @Parameter(description = WritePrecondition.IF_MATCH) @HeaderParam("If-Match") @Nullable String ifMatch,
            @Parameter(description = WritePrecondition.IF_NONE_MATCH) @HeaderParam("If-None-Match") @Nullable
                    String ifNoneMatch,
            @Nullable ProviderDocument document) {
        if (document == null) {
            throw ProblemException.malformed("a body is required");
        }
        return providers
                .put(rules.require(name, document), WritePrecondition.of(ifMatch, ifNoneMatch))
                .chain(created ->
                        providers.get(name).map(stored -> answer(created ? Status.CREATED : Status.OK, stored)));
    }

    private static RestResponse<ProviderView> answer(Status status, StoredProvider stored) {
        return ResponseBuilder.create(status, ProviderView.of(stored))
                .header(HttpHeaders.ETAG, WritePrecondition.header(stored.entityTag()))
                .build();
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getProvider", summary = "A provider")
    @APIResponse(
            responseCode = "200",
            description = "The provider, its defaults filled in.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProviderView.class)))
    @APIResponse(responseCode = "404", description = "There is no such provider.")
    public Uni<RestResponse<ProviderView>> get(@Parameter(description = NAME) @PathParam("name") String name) {
        return providers.get(ResourceName.require(name)).map(stored -> answer(Status.OK, stored));
    }

    @GET
    @Operation(operationId = "listProviders", summary = "Providers in the order of their names")
    @APIResponse(responseCode = "200", description = "A page of providers.")
    @APIResponse(responseCode = "422", description = "The limit or the cursor is invalid.")
    public Uni<Page<ProviderView>> list(
            @Parameter(
                            description = "At most this many items.",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "100"))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = "The next of an earlier page.") @QueryParam("cursor") @Nullable String cursor) {
        return providers.page(PageRequest.of(limit, cursor, CURSOR_PARTS));
    }

    @DELETE
    @Path("/{name}")
    @Operation(operationId = "deleteProvider", summary = "Remove a provider that no campaign uses")
    @APIResponse(responseCode = "204", description = "Removed.")
    @APIResponse(responseCode = "404", description = "There is no such provider.")
    @APIResponse(responseCode = "409", description = "A campaign uses it.")
    @APIResponse(responseCode = "412", description = WritePrecondition.FAILED)
    public Uni<Void> delete(
            @Parameter(description = NAME) @PathParam("name") String name,
            @Parameter(description = WritePrecondition.IF_MATCH) @HeaderParam("If-Match") @Nullable String ifMatch) {
        WritePrecondition condition = WritePrecondition.of(ifMatch, null);
        return use.campaignsUsing(ResourceName.require(name))
                .invoke(campaigns -> requireUnused(name, campaigns))
                .chain(() -> providers.delete(name, condition))
                .invoke(deleted -> requireFound(name, deleted))
                .replaceWithVoid();
    }

    private static void requireUnused(String name, List<String> campaigns) {
        if (!campaigns.isEmpty()) {
            throw ProblemException.conflict("provider " + name + " is used by "
                    + String.join(", ", campaigns.subList(0, Math.min(5, campaigns.size()))));
        }
    }

    private static void requireFound(String name, boolean deleted) {
        if (!deleted) {
            throw ProblemException.notFound("provider", name);
        }
    }
}
