package dev.evenkeel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a resource fails with into problem details. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final Duration OUTAGE_RETRY = Duration.ofSeconds(5);

    @ServerExceptionMapper
    Response problem(ProblemException e, RoutingContext context) {
        Response.ResponseBuilder answer = answer(Problem.of(e, pathOf(context)));
        if (e.retryAfter() != null) {
            answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, e.retryAfter().toSeconds()));
        }
        return answer.build();
    }

    @ServerExceptionMapper
    Response mismatch(MismatchedInputException e, RoutingContext context) {
        return problem(JsonProblems.of(e), context);
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException e, RoutingContext context) {
        return problem(JsonProblems.of(e), context);
    }

    @ServerExceptionMapper
    Response definition(InvalidDefinitionException e, RoutingContext context) {
        return failure(e, context);
    }

    @ServerExceptionMapper
    Response constraints(ConstraintViolationException e, RoutingContext context) {
        List<Violation> violations = e.getConstraintViolations().stream()
                .map(violation -> new Violation(fieldOf(violation), violation.getMessage()))
                .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
                .toList();
        return problem(ProblemException.invalid(violations), context);
    }

    @ServerExceptionMapper
    Response web(WebApplicationException e, RoutingContext context) {
        int status = e.getResponse().getStatus();
        Optional<Throwable> told = Causes.of(e.getCause())
                .filter(cause -> cause instanceof JsonProcessingException || cause instanceof ProblemException)
                .findFirst();
        if (told.isPresent()) {
            return told.get() instanceof ProblemException problem
                    ? problem(problem, context)
                    : json((JsonProcessingException) told.get(), context);
        }
        if (status < 400) {
            return e.getResponse();
        }
        if (status == 500) {
            return failure(e, context);
        }
        Response.ResponseBuilder answer = Response.fromResponse(e.getResponse());
        return body(answer, HttpProblems.of(status, pathOf(context))).build();
    }

    @ServerExceptionMapper
    Response failure(Throwable e, RoutingContext context) {
        if (StoreOutage.isIn(e)) {
            LOG.warnf("store away path=%s cause=%s", pathOf(context), e);
            return problem(
                    ProblemException.unavailable("a store that this needs is away; try again later", OUTAGE_RETRY),
                    context);
        }
        String errorId = UUID.randomUUID().toString();
        LOG.errorf(e, "request failed path=%s error=%s", pathOf(context), errorId);
        return answer(HttpProblems.internal(errorId, pathOf(context))).build();
    }

    private static Response.ResponseBuilder answer(Problem problem) {
        return body(Response.status(problem.status()), problem);
    }

    private static Response.ResponseBuilder body(Response.ResponseBuilder answer, Problem problem) {
        return answer.type(Problem.MEDIA_TYPE).entity(problem);
    }

    private static String pathOf(RoutingContext context) {
        return ProblemRoutes.instanceOf(context);
    }

    /** Without the method and parameter that Bean Validation puts in front. */
    private static String fieldOf(ConstraintViolation<?> violation) {
        String path = violation.getPropertyPath().toString();
        int parameter = path.indexOf('.');
        return parameter < 0 ? path : path.substring(parameter + 1);
    }
}
