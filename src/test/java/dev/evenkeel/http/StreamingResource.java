package dev.evenkeel.http;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** Streams on demand: bodies that end well, that fail midway, and that never end. */
@Path("/test/streams")
public final class StreamingResource {
    static final int CHUNK_BYTES = 64 * 1024;
    static final AtomicInteger MADE = new AtomicInteger();
    static final AtomicBoolean CANCELLED = new AtomicBoolean();

    @GET
    @Path("{kind}")
    @Operation(hidden = true)
    public Uni<RestResponse<StreamedBody>> stream(@PathParam("kind") String kind) {
        MADE.set(0);
        CANCELLED.set(false);
        return Uni.createFrom()
                .item(RestResponse.ResponseBuilder.ok(new StreamedBody(chunks(kind)), "text/plain")
                        .build());
    }

    private static Multi<byte[]> chunks(String kind) {
        Multi<byte[]> endless = Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom().item(StreamingResource::chunk))
                .indefinitely()
                .onCancellation()
                .invoke(() -> CANCELLED.set(true));
        return switch (kind) {
            case "empty" -> Multi.createFrom().empty();
            case "three" -> endless.select().first(3);
            case "broken" ->
                Multi.createBy()
                        .concatenating()
                        .streams(
                                endless.select().first(3),
                                Multi.createFrom().failure(new IllegalStateException("as asked")));
            default -> endless;
        };
    }

    private static byte[] chunk() {
        MADE.incrementAndGet();
        return new byte[CHUNK_BYTES];
    }
}
