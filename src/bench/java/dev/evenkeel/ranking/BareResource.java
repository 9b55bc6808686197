package dev.evenkeel.ranking;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** What kept answers are compared with: nothing but the framework. */
@Path("/bench")
public final class BareResource {
    private static volatile byte[] bytes = {};
    private static volatile String tag = "";

    static void set(byte[] answer, String itsTag) {
        bytes = answer.clone();
        tag = itsTag;
    }

    @GET
    @Path("bare")
    @Produces(MediaType.APPLICATION_JSON)
    @NonBlocking
    @Operation(hidden = true)
    public byte[] bare() {
        return bytes;
    }

    @GET
    @Path("not-modified")
    @NonBlocking
    @Operation(hidden = true)
    public RestResponse<Void> notModified() {
        return RestResponse.ResponseBuilder.<Void>notModified()
                .header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }
}
