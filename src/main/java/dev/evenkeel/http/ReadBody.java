package dev.evenkeel.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Hands the body that {@link BodyGate} has read to the resource's reader, which would wait for it in vain. A POST without a body
 * is of the type that a body would be of, whatever its client says of nothing.
 */
final class ReadBody {
    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    void hand(ContainerRequestContext request, RoutingContext context) {
        Buffer body = BodyReading.bodyOf(context);
        if (body != null) {
            request.setEntityStream(new ByteArrayInputStream(body.getBytes()));
        }
        boolean isEmpty = body == null || body.length() == 0;
        if (isEmpty && request.getMethod().equals(HttpMethod.POST)) {
            context.request().headers().set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        }
    }
}
