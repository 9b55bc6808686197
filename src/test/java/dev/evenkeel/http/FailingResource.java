package dev.evenkeel.http;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.ConnectException;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Fails on demand, as resources may. */
@Path("/test/failures")
public final class FailingResource {
    static final String SECRET = "jdbc:postgresql://user:hunter2@db";

    @GET
    @Path("{kind}")
    @Operation(hidden = true)
    public Uni<String> fail(@PathParam("kind") String kind) {
        return Uni.createFrom()
                .failure(
                        switch (kind) {
                            case "bug" -> new IllegalStateException(SECRET);
                            case "outage" -> new IllegalStateException(new ConnectException(SECRET));
                            case "unavailable" ->
                                ProblemException.unavailable("the broker is away", Duration.ofMillis(1500));
                            default -> ProblemException.conflict("as asked");
                        });
    }

    @POST
    @Path("echo")
    @Operation(hidden = true)
    public Uni<String> echo(String body) {
        return Uni.createFrom().item(body);
    }
}
