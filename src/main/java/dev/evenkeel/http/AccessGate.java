package dev.evenkeel.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lets through who bears the token, before anything else looks at the request. */
@Singleton
final class AccessGate {
    /** Letters only, so that no encoding or parameter can lead from here to somewhere else. */
    private static final Pattern HEALTH = Pattern.compile("/q/health(/[a-z]+)*/?");

    private final Optional<AccessToken> token;
    private final ProblemRoutes problems;

    @Inject
    AccessGate(AccessConfig config, ProblemRoutes problems) {
        this.token = config.tokenSha256().map(AccessToken::new);
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        if (token.isPresent()) {
            filters.register(this::pass, Gates.ACCESS);
        }
    }

    static boolean isOpenToAll(String path) {
        return HEALTH.matcher(path).matches();
    }

    private void pass(RoutingContext context) {
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        boolean known = token.filter(t -> t.isBorneBy(authorization)).isPresent();
        if (known || isOpenToAll(context.normalizedPath())) {
            context.next();
            return;
        }
        context.response().putHeader("WWW-Authenticate", "Bearer realm=\"evenkeel\"");
        problems.answer(context, HttpProblems.of(401, ProblemRoutes.instanceOf(context)));
    }
}
