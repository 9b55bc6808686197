package dev.evenkeel.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The log as NDJSON: the fields of {@link ServedRequest} by their names, {@code null} where absent. */
final class LogJson {
    private LogJson() {}

    /** The lines of one provider, or of all. */
    static String lines(List<ServedRequest> requests, @Nullable String provider) {
        return requests.stream()
                .filter(request -> provider == null || request.provider().equals(provider))
                .map(LogJson::line)
                .collect(Collectors.joining());
    }

    private static String line(ServedRequest request) {
        return JsonNodeFactory.instance
                        .objectNode()
                        .put("number", request.number())
                        .put("provider", request.provider())
                        .put("model", request.model())
                        .put("receivedAt", request.receivedAt().toString())
                        .put("intendedTtftNs", request.intendedTtftNs())
                        .put("ttftNs", request.ttftNs())
                        .put("lastTokenNs", request.lastTokenNs())
                        .put("tokens", request.tokens())
                        .put("ending", request.ending().name())
                        .toString()
                + "\n";
    }
}
