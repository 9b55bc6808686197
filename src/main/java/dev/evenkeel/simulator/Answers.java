package dev.evenkeel.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** Responses that are written in one piece, and the pieces of those that are streamed. */
final class Answers {
    private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";
    private static final String GARBAGE = "\u0001\u0002\u0003 neither event nor JSON\n\n\u0004\u0005\n";

    private Answers() {}

    static FullHttpResponse json(HttpResponseStatus status, String body, boolean keepAlive) {
        return whole(status, "application/json", body, keepAlive);
    }

    static FullHttpResponse ndjson(String body, boolean keepAlive) {
        return whole(HttpResponseStatus.OK, "application/x-ndjson", body, keepAlive);
    }

    static FullHttpResponse error(Refusal refusal, boolean keepAlive) {
        return json(refusal.status(), ChatJson.error(refusal), keepAlive);
    }

    /** A 200 that says it is a stream of events, and isn't. */
    static FullHttpResponse garbage(boolean keepAlive) {
        return whole(HttpResponseStatus.OK, EVENT_STREAM, GARBAGE, keepAlive);
    }

    /** The head of a stream of events, which follow in chunks. */
    static HttpResponse streamHead(boolean keepAlive) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, EVENT_STREAM)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        if (!keepAlive) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return head;
    }

    static String event(String data) {
        return "data: " + data + "\n\n";
    }

    static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static FullHttpResponse whole(HttpResponseStatus status, String type, String body, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, bytes(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }
}
