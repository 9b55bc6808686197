package dev.evenkeel.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The reading of one request's body. What exceeds the limit is read on and dropped, and answered when the client is
 * done: answered before, the client would still be sending, the connection would be reset, and the answer lost. A client
 * that goes on beyond that is cut off. Used on the request's own event loop only.
 */
final class BodyReading {
    private static final String BODY = BodyReading.class.getName();
    private static final long MAX_DROPPED_BYTES = 64L << 20;

    private final RoutingContext context;
    private final ProblemRoutes problems;
    private final long limitBytes;
    private final Buffer body = Buffer.buffer();
    private boolean tooLarge;
    private boolean answered;
    private long droppedBytes;
    private long timer;

    BodyReading(RoutingContext context, ProblemRoutes problems, long limitBytes, boolean tooLarge) {
        this.context = context;
        this.problems = problems;
        this.limitBytes = limitBytes;
        this.tooLarge = tooLarge;
    }

    /** The body that a request came with; absent if it came with none. */
    static @Nullable Buffer bodyOf(RoutingContext context) {
        return context.get(BODY);
    }

    void start(Duration timeout) {
        timer = context.vertx().setTimer(timeout.toMillis(), id -> giveUp(408));
        context.request()
                .exceptionHandler(e -> stop())
                .handler(this::read)
                .endHandler(v -> end())
                .resume();
    }

    private void read(Buffer chunk) {
        tooLarge = tooLarge || body.length() + chunk.length() > limitBytes;
        if (!tooLarge) {
            body.appendBuffer(chunk);
            return;
        }
        droppedBytes += chunk.length();
        if (droppedBytes > MAX_DROPPED_BYTES) {
            giveUp(413);
        }
    }

    private void end() {
        if (answered) {
            return;
        }
        stop();
        if (tooLarge) {
            problems.answer(context, HttpProblems.tooLarge(limitBytes, instance()));
        } else {
            context.put(BODY, body);
            context.next();
        }
    }

    private void giveUp(int status) {
        if (answered) {
            return;
        }
        stop();
        context.response().putHeader("Connection", "close");
        problems.answer(
                context,
                status == 413 ? HttpProblems.tooLarge(limitBytes, instance()) : HttpProblems.of(status, instance()));
    }

    private void stop() {
        answered = true;
        context.vertx().cancelTimer(timer);
    }

    private String instance() {
        return ProblemRoutes.instanceOf(context);
    }
}
