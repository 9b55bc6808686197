package dev.evenkeel.simulator;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;

/** Which reply a script asks for. */
final class ScriptedReply {
    private ScriptedReply() {}

    static Reply of(Conversation conversation, Exchange exchange, ChatRequest request) {
        boolean keepAlive = conversation.keepAlive();
        return switch (exchange.script().ending()) {
            case RATE_LIMITED -> new ImmediateReply(conversation, exchange, rateLimited(exchange, keepAlive));
            case SERVER_ERROR ->
                new ImmediateReply(conversation, exchange, Answers.error(Refusal.serverError(), keepAlive));
            case UNAUTHORIZED ->
                new ImmediateReply(conversation, exchange, Answers.error(Refusal.unauthorized(), keepAlive));
            case GARBAGE_EVENTS -> new ImmediateReply(conversation, exchange, Answers.garbage(keepAlive));
            case GARBAGE, STALE -> new BrokenReply(conversation, exchange);
            case COMPLETED, STALLED, STALLED_AMID, CUT, ERROR_EVENT, EMPTY, CLIENT_LEFT ->
                request.stream()
                        ? new StreamedReply(conversation, exchange, request)
                        : new WholeReply(conversation, exchange, request);
            case SLOW_DRIP ->
                request.stream()
                        ? new DripReply(conversation, exchange, request)
                        : new WholeReply(conversation, exchange, request);
            case ENDLESS, GIANT_LINE ->
                request.stream()
                        ? new FloodReply(conversation, exchange, request)
                        : new WholeReply(conversation, exchange, request);
            case UNSTREAMED -> new WholeReply(conversation, exchange, request);
        };
    }

    private static FullHttpResponse rateLimited(Exchange exchange, boolean keepAlive) {
        FullHttpResponse response = Answers.error(Refusal.rateLimited(), keepAlive);
        Duration retryAfter = exchange.served().faults().retryAfter();
        if (!retryAfter.isZero()) {
            long seconds = retryAfter.plusNanos(999_999_999).toSeconds();
            response.headers().set(HttpHeaderNames.RETRY_AFTER, seconds);
        }
        return response;
    }
}
