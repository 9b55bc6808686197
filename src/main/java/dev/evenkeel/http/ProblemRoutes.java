package dev.evenkeel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Answers with problem details where a request never reaches a resource, or is refused on its way to one. */
@Singleton
final class ProblemRoutes {
    private static final Logger LOG = Logger.getLogger(ProblemRoutes.class);
    /** Before the framework's own failure handler, whose answers have no body. */
    private static final int FIRST = Integer.MIN_VALUE;

    private final ObjectMapper json;

    @Inject
    ProblemRoutes(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).failureHandler(this::fail);
        router.errorHandler(404, context -> answer(context, HttpProblems.of(404, instanceOf(context))));
        router.errorHandler(405, context -> answer(context, HttpProblems.of(405, instanceOf(context))));
    }

    /** The path as the client sent it, without its query. */
    static String instanceOf(RoutingContext context) {
        String path = context.request().path();
        return path == null ? "/" : path;
    }

    void answer(RoutingContext context, Problem problem) {
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        context.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Buffer.buffer(bytesOf(problem)))
                .onFailure(e -> LOG.debugf("client gone path=%s cause=%s", problem.instance(), e));
    }

    private void fail(RoutingContext context) {
        String instance = instanceOf(context);
        int status = context.statusCode();
        if (context.failure() == null || (status >= 400 && status < 500)) {
            answer(context, HttpProblems.of(status < 400 ? 500 : status, instance));
            return;
        }
        String errorId = UUID.randomUUID().toString();
        LOG.errorf(context.failure(), "request failed path=%s error=%s", instance, errorId);
        answer(context, HttpProblems.internal(errorId, instance));
    }

    private byte[] bytesOf(Problem problem) {
        try {
            return json.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can't be written", e);
        }
    }
}
