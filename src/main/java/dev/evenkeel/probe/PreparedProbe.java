package dev.evenkeel.probe;

import dev.evenkeel.egress.CredentialHeader;
import dev.evenkeel.egress.Credentials;
import dev.evenkeel.egress.EgressGuard;
import dev.evenkeel.measurement.ConnectionArm;
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
    private final ConnectionArm arm;
    private final @Nullable ProbeRequest request;
    private final String refusal;

    private PreparedProbe(
            RoundRequest round, ProbeTarget target, ConnectionArm arm, @Nullable ProbeRequest request, String refusal) {
        this.round = round;
        this.target = target;
        this.arm = arm;
        this.request = request;
        this.refusal = refusal;
    }

    /** Asks guard and credentials, which may read files: not for an event loop. */
    static PreparedProbe of(
            RoundRequest round, ProbeTarget target, ConnectionArm arm, EgressGuard guard, Credentials credentials) {
        URI baseUrl = target.baseUrl();
        String credential = target.credential();
        Optional<String> refusal =
                Optional.ofNullable(round.refused().get(target.id())).or(() -> guard.refusalOf(baseUrl));
        if (refusal.isEmpty() && credential != null) {
            refusal = credentials.refusalOf(credential, baseUrl);
        }
        if (refusal.isPresent()) {
            return refused(round, target, arm, refusal.get());
        }
        Optional<CredentialHeader> header =
                credential == null ? Optional.empty() : credentials.headerFor(credential, baseUrl);
        if (credential != null && header.isEmpty()) {
            return refused(round, target, arm, "credential " + credential + " has no value");
        }
        return withRequest(round, target, arm, header);
    }

    private static PreparedProbe withRequest(
            RoundRequest round, ProbeTarget target, ConnectionArm arm, Optional<CredentialHeader> header) {
        StreamProtocol protocol = StreamProtocol.of(target.protocol());
        byte[] body = protocol.body(round, target, arm);
        try {
            var request = new ProbeRequest(target.baseUrl(), protocol.path(), header.orElse(null), body);
            return new PreparedProbe(round, target, arm, request, "");
        } catch (IllegalArgumentException e) {
            // Its message may quote the header's value.
            return refused(round, target, arm, "base URL or credential can't be sent over HTTP");
        }
    }

    private static PreparedProbe refused(RoundRequest round, ProbeTarget target, ConnectionArm arm, String reason) {
        return new PreparedProbe(round, target, arm, null, reason);
    }

    /** The order to send its request. */
    ProbeOrder order(ProbeRequest sent, long scheduled, long queuedNs) {
        return new ProbeOrder(round, target, arm, sent, scheduled, queuedNs);
    }

    RoundRequest round() {
        return round;
    }

    ProbeTarget target() {
        return target;
    }

    ConnectionArm arm() {
        return arm;
    }

    <R> R fold(Function<ProbeRequest, R> send, Function<String, R> refuse) {
        return request == null ? refuse.apply(refusal) : send.apply(request);
    }
}
