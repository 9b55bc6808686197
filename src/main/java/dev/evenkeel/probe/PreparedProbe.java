package dev.evenkeel.probe;

import dev.evenkeel.egress.CredentialHeader;
import dev.evenkeel.egress.Credentials;
import dev.evenkeel.egress.EgressGuard;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundRequest;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One target of a round, with all that can be done before the instant of firing done: either a request
 * to send, or why our own rules forbid it.
 */
final class PreparedProbe {
    private final RoundRequest round;
    private final ProbeTarget target;
    private final @Nullable ProbeRequest request;
    private final String refusal;

    private PreparedProbe(RoundRequest round, ProbeTarget target, @Nullable ProbeRequest request, String refusal) {
        this.round = round;
        this.target = target;
        this.request = request;
        this.refusal = refusal;
    }

    /** Asks guard and credentials, which may read files: not for an event loop. */
    static PreparedProbe of(RoundRequest round, ProbeTarget target, EgressGuard guard, Credentials credentials) {
        URI baseUrl = target.baseUrl();
        String credential = target.credential();
        Optional<String> refusal = guard.refusalOf(baseUrl);
        if (refusal.isEmpty() && credential != null) {
            refusal = credentials.refusalOf(credential, baseUrl);
        }
        if (refusal.isPresent()) {
            return new PreparedProbe(round, target, null, refusal.get());
        }
        Optional<CredentialHeader> header =
                credential == null ? Optional.empty() : credentials.headerFor(credential, baseUrl);
        if (credential != null && header.isEmpty()) {
            return new PreparedProbe(round, target, null, "credential " + credential + " has no value");
        }
        return withRequest(round, target, header);
    }

    private static PreparedProbe withRequest(
            RoundRequest round, ProbeTarget target, Optional<CredentialHeader> header) {
        StreamProtocol protocol = StreamProtocol.of(target.protocol());
        byte[] body = protocol.body(round, target);
        try {
            var request = new ProbeRequest(target.baseUrl(), protocol.path(), header.orElse(null), body);
            return new PreparedProbe(round, target, request, "");
        } catch (IllegalArgumentException e) {
            // Its message may quote the header's value.
            return new PreparedProbe(round, target, null, "base URL or credential can't be sent over HTTP");
        }
    }

    RoundRequest round() {
        return round;
    }

    ProbeTarget target() {
        return target;
    }

    <R> R fold(Function<ProbeRequest, R> send, Function<String, R> refuse) {
        return request == null ? refuse.apply(refusal) : send.apply(request);
    }
}
