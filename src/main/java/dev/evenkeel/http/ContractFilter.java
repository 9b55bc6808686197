package dev.evenkeel.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Says of every operation what holds for all of them: who may call it, and how it fails. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ContractFilter implements OASFilter {
    private static final String TOKEN = "token";
    private static final String PROBLEM_JSON = "application/problem+json";

    /** In an order of its own, so that the document is the same from build to build. */
    private static final SortedMap<String, String> COMMON_FAILURES = new TreeMap<>(Map.of(
            "401", "The token is missing or wrong.",
            "503", "A store is away; Retry-After says when to try again."));

    /** The type behind the pages that the document names by their items. */
    private static final String GENERIC_PAGE = "Page";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().addSecurityScheme(TOKEN, bearerToken());
        document.getComponents().removeSchema(GENERIC_PAGE);
        document.setSecurity(List.of(
                OASFactory.createSecurityRequirement().addScheme(TOKEN), OASFactory.createSecurityRequirement()));
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .map(Operation::getResponses)
                .forEach(ContractFilter::tellFailures);
    }

    private static SecurityScheme bearerToken() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("Required of every caller once the operator has set a token's hash.");
    }

    private static void tellFailures(APIResponses responses) {
        COMMON_FAILURES.forEach((status, description) -> addIfMissing(responses, status, description));
        responses.getAPIResponses().forEach(ContractFilter::tellProblem);
    }

    private static void addIfMissing(APIResponses responses, String status, String description) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().description(description));
        }
    }

    private static void tellProblem(String status, APIResponse response) {
        if (status.compareTo("400") >= 0 && response.getContent() == null) {
            response.setContent(problem());
        }
    }

    private static Content problem() {
        return OASFactory.createContent()
                .addMediaType(
                        PROBLEM_JSON,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("#/components/schemas/Problem")));
    }
}
