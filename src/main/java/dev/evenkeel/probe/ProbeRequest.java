package dev.evenkeel.probe;

import dev.evenkeel.egress.CredentialHeader;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A request ready to be sent, as often as needed. May hold a secret: not a record, so that nothing prints it. */
final class ProbeRequest {
    private final Origin origin;
    private final String path;
    private final HttpHeaders headers;
    private final byte[] body;

    /** @throws IllegalArgumentException where the URL or the header can't be sent */
    ProbeRequest(URI baseUrl, String protocolPath, @Nullable CredentialHeader credential, byte[] body) {
        this.origin = Origin.of(baseUrl);
        this.path = path(baseUrl, protocolPath);
        this.body = body;
        this.headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.HOST, origin.authority())
                .set(HttpHeaderNames.USER_AGENT, "evenkeel")
                .set(HttpHeaderNames.ACCEPT, HttpHeaderValues.TEXT_EVENT_STREAM)
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (credential != null) {
            headers.set(credential.name(), credential.value());
        }
    }

    private static String path(URI baseUrl, String protocolPath) {
        String base = baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath();
        String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        String query = baseUrl.getRawQuery() == null ? "" : "?" + baseUrl.getRawQuery();
        return trimmed + protocolPath + query;
    }

    Origin origin() {
        return origin;
    }

    FullHttpRequest toHttp() {
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                path,
                Unpooled.wrappedBuffer(body),
                headers,
                new DefaultHttpHeaders());
    }
}
