package dev.evenkeel.ranking;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Sends kept answers by HTTP, or says that the client has them. */
@Singleton
final class RankingResponses {
    private static final String ASK_EACH_TIME = "no-cache";

    private final RankingMetrics metrics;

    @Inject
    RankingResponses(RankingMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * 304 where the client has it, without an answer being asked for.
     *
     * @param tag of the answer that there would be
     */
    Uni<RestResponse<byte[]>> respond(
            RankingTag tag, @Nullable String ifNoneMatch, Supplier<Uni<RankingCache.Answer>> answer) {
        return tag.isNamedBy(ifNoneMatch)
                ? Uni.createFrom().item(notModified(tag))
                : answer.get().map(RankingResponses::ok);
    }

    RestResponse<byte[]> notModified(RankingTag tag) {
        metrics.notModified();
        return ResponseBuilder.<byte[]>create(Status.NOT_MODIFIED)
                .header(HttpHeaders.ETAG, tag.header())
                .header(HttpHeaders.CACHE_CONTROL, ASK_EACH_TIME)
                .build();
    }

    static RestResponse<byte[]> ok(RankingCache.Answer answer) {
        return ResponseBuilder.ok(answer.json(), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.ETAG, answer.tag().header())
                .header(HttpHeaders.CACHE_CONTROL, ASK_EACH_TIME)
                .build();
    }
}
