package dev.evenkeel.http;

import java.util.Map;

/** The problems that HTTP itself knows, told in words that help. */
final class HttpProblems {
    private record Words(String title, String detail) {}

    private static final Map<Integer, Words> BY_STATUS = Map.ofEntries(
            Map.entry(400, new Words("Malformed request", "the request is not what HTTP or JSON want")),
            Map.entry(401, new Words("Unauthorized", "send the header Authorization: Bearer <token>")),
            Map.entry(403, new Words("Forbidden", "the caller may not do this")),
            Map.entry(404, new Words("Not found", "nothing is served at this path")),
            Map.entry(405, new Words("Method not allowed", "the header Allow names what this path takes")),
            Map.entry(406, new Words("Not acceptable", "no media type of the header Accept is served here")),
            Map.entry(408, new Words("Request timeout", "the body did not come in time")),
            Map.entry(
                    412, new Words("Precondition failed", "the resource is not as If-Match or If-None-Match want it")),
            Map.entry(413, new Words("Content too large", "the body is larger than is taken here")),
            Map.entry(415, new Words("Unsupported media type", "send the body as application/json")),
            Map.entry(429, new Words("Too many requests", "try again later")),
            Map.entry(500, new Words("Internal error", "the service failed to answer this")),
            Map.entry(503, new Words("Temporarily unavailable", "try again later")));

    private HttpProblems() {}

    static Problem of(int status, String instance) {
        Words words = BY_STATUS.getOrDefault(status, new Words("Refused", "the request can't be served"));
        return Problem.of(status, words.title(), words.detail(), instance);
    }

    static Problem tooLarge(long limitBytes, String instance) {
        return Problem.of(413, "Content too large", "a body may have " + limitBytes + " bytes at most", instance);
    }

    /** A failure of ours. Its cause stands in the log under the same id, never in the answer. */
    static Problem internal(String errorId, String instance) {
        String detail = "the service failed to answer this; its log tells why under the error id " + errorId;
        return Problem.of(500, "Internal error", detail, instance);
    }
}
