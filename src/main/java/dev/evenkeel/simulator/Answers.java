package dev.evenkeel.simulator;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** Responses that are written in one piece. */
final class Answers {
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

    private static FullHttpResponse whole(HttpResponseStatus status, String type, String body, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }
}
