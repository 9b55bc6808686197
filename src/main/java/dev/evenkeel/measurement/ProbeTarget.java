package dev.evenkeel.measurement;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a prober needs to know of one target of a round.
 *
 * @param id the target's surrogate id, stable over the campaign's life
 * @param target the target as users name it
 * @param baseUrl the provider's base URL; the protocol appends its path
 * @param protocol how to ask
 * @param credential the <em>name</em> of the credential to send; absent = none is sent
 * @param maxConcurrency how many requests may be under way at this provider at once, at least 1
 * @param request overrides merged into the request's JSON body
 * @param price absent = the cost is not known
 * @param idleBefore time since the schedule last asked this target; absent for the first time
 */
public record ProbeTarget(
        UUID id,
        TargetRef target,
        URI baseUrl,
        Protocol protocol,
        @Nullable String credential,
        int maxConcurrency,
        Map<String, Object> request,
        @Nullable Price price,
        @Nullable Duration idleBefore) {
    /** What {@code request} can't change: the model, the paired prompt, and that the answer is streamed with its usage. */
    public static final Set<String> RESERVED_FIELDS = Set.of("model", "messages", "stream", "stream_options");

    public ProbeTarget {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(baseUrl, "baseUrl");
        Objects.requireNonNull(protocol, "protocol");
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("maxConcurrency must be at least 1");
        }
        request = Collections.unmodifiableMap(new LinkedHashMap<>(request));
    }

    ProbeTarget withMaxConcurrency(int allowed) {
        return new ProbeTarget(id, target, baseUrl, protocol, credential, allowed, request, price, idleBefore);
    }
}
