package dev.evenkeel.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Hands the body that {@link BodyGate} has read to the resource's reader, which would wait for it in vain. */
final class ReadBody {
    @ServerRequestFilter(preMatching = true, nonBlocking = true)
    void hand(ContainerRequestContext request, RoutingContext context) {
        Buffer body = BodyReading.bodyOf(context);
        if (body != null) {
            request.setEntityStream(new ByteArrayInputStream(body.getBytes()));
        }
    }
}
