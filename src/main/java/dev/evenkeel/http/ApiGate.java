package dev.evenkeel.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keeps the API shut in a process that has other roles only: health and metrics are answered by all. */
@Singleton
final class ApiGate {
    private final boolean enabled;
    private final ProblemRoutes problems;

    @Inject
    ApiGate(
            @ConfigProperty(name = "evenkeel.api.enabled", defaultValue = "true") boolean enabled,
            ProblemRoutes problems) {
        this.enabled = enabled;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        if (!enabled) {
            filters.register(this::refuse, Gates.API);
        }
    }

    private void refuse(RoutingContext context) {
        if (context.normalizedPath().startsWith("/q/")) {
            context.next();
        } else {
            problems.answer(context, HttpProblems.of(404, ProblemRoutes.instanceOf(context)));
        }
    }
}
