package dev.evenkeel.http;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Writes streamed bodies. The framework's own writer of streams leaves the connection open when one fails midway, and
 * puts separators of its own between chunks.
 */
@Provider
public final class StreamedBodyWriter implements ServerMessageBodyWriter<StreamedBody> {
    private static final Logger LOG = Logger.getLogger(StreamedBodyWriter.class);
    private static final Cancellable NOTHING = () -> {};

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == StreamedBody.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == StreamedBody.class;
    }

    @Override
    public void writeResponse(StreamedBody body, Type genericType, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        ServerHttpResponse response = context.serverResponse();
        Multi<byte[]> chunks =
                request.getMethod().equals("HEAD") ? Multi.createFrom().empty() : body.chunks();
        request.suspend();
        response.setChunked(true);
        AtomicReference<Cancellable> writing = new AtomicReference<>(NOTHING);
        // Before the first chunk is asked for: a body may end at once, and an answer that has ended takes no handler.
        response.addCloseHandler(
                () -> Objects.requireNonNull(writing.get(), "writing").cancel());
        writing.set(chunks.onItem()
                .transformToUniAndConcatenate(chunk -> write(response, chunk))
                .onItem()
                .ignoreAsUni()
                .subscribe()
                .with(written -> end(request), failure -> cut(request, failure)));
    }

    private static Uni<Void> write(ServerHttpResponse response, byte[] chunk) {
        return Uni.createFrom()
                .completionStage(() -> response.write(chunk))
                .onFailure()
                .transform(ClientLeftException::new);
    }

    private static void end(ResteasyReactiveRequestContext request) {
        request.serverResponse().end();
        request.resume();
    }

    private static void cut(ResteasyReactiveRequestContext request, Throwable failure) {
        if (failure instanceof ClientLeftException) {
            LOG.debugf("client left amid an answer path=%s", request.getPath());
        } else {
            LOG.warnf(failure, "answer cut off midway path=%s", request.getPath());
        }
        request.serverResponse().reset();
        request.resume();
    }

    private static final class ClientLeftException extends Exception {
        ClientLeftException(Throwable cause) {
            super(cause);
        }
    }

    @Override
    public void writeTo(
            StreamedBody body,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream stream) {
        throw new UnsupportedOperationException("a streamed body goes to no stream that blocks");
    }
}
