package dev.evenkeel.probe;

import java.nio.charset.StandardCharsets;

/** The bytes of a provider's answers. */
final class Answers {
    static final String ANSWER_TEXT = "the-answer-that-stays-secret";
    static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    static final String ROLE = event("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
    static final String TOKEN = event("{\"model\":\"model-a-0905\",\"system_fingerprint\":\"fp_1\","
            + "\"choices\":[{\"delta\":{\"content\":\"" + ANSWER_TEXT + "\"}}]}");
    static final String REASONING = event("{\"choices\":[{\"delta\":{\"reasoning_content\":\"hmm\"}}]}");
    static final String FINISH = event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
    static final String USAGE = event("{\"choices\":[],\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":64}}");
    static final String DONE = event("[DONE]");
    static final String LAST_CHUNK = "0\r\n\r\n";
    static final String OK = ok(ROLE, TOKEN, TOKEN, FINISH, USAGE, DONE);

    private Answers() {}

    static String event(String data) {
        return "data: " + data + "\n\n";
    }

    static String chunk(String text) {
        return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
    }

    /** A complete 200 with these events, each in a chunk of its own. */
    static String ok(String... events) {
        var answer = new StringBuilder(HEAD);
        for (String event : events) {
            answer.append(chunk(event));
        }
        return answer.append(LAST_CHUNK).toString();
    }

    static String status(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
