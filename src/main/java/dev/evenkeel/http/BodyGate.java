package dev.evenkeel.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Reads bodies up to the limit before a resource sees the request, and refuses the rest with 413, whether their length
 * is declared or not.
 */
@Singleton
final class BodyGate {
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final long UNDECLARED = -1;

    private final long limitBytes;
    private final Duration timeout;
    private final ProblemRoutes problems;

    @Inject
    BodyGate(HttpConfig config, ProblemRoutes problems) {
        this.limitBytes = config.maxBodySize().asLongValue();
        this.timeout = config.bodyTimeout();
        this.problems = problems;
        if (limitBytes < 1 || limitBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("evenkeel.http.max-body-size must be 1 to " + Integer.MAX_VALUE);
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("evenkeel.http.body-timeout must be at least 1ms");
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::pass, Gates.BODY);
    }

    private void pass(RoutingContext context) {
        HttpServerRequest request = context.request();
        long declared = declaredLength(request);
        if (declared == 0 || (declared == UNDECLARED && !mayHaveBody(request))) {
            context.next();
            return;
        }
        boolean asksFirst = "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
        if (declared > limitBytes && asksFirst) {
            problems.answer(context, HttpProblems.tooLarge(limitBytes, ProblemRoutes.instanceOf(context)));
            return;
        }
        if (asksFirst) {
            // Or the resource's reader would ask for the body a second time.
            request.headers().remove(HttpHeaders.EXPECT);
            context.response().writeContinue();
        }
        new BodyReading(context, problems, limitBytes, declared > limitBytes).start(timeout);
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && LENGTH.matcher(length).matches() ? Long.parseLong(length) : UNDECLARED;
    }

    private static boolean mayHaveBody(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
