package dev.evenkeel.simulator;

import io.netty.handler.codec.http.HttpResponseStatus;

/** An error in the shape that OpenAI's API gives it. */
record Refusal(HttpResponseStatus status, String type, String code, String message) implements Parsed {
    static Refusal malformed(String message) {
        return new Refusal(HttpResponseStatus.BAD_REQUEST, "invalid_request_error", "invalid_request", message);
    }

    static Refusal unknown(String code, String message) {
        return new Refusal(HttpResponseStatus.NOT_FOUND, "invalid_request_error", code, message);
    }

    static Refusal rateLimited() {
        return new Refusal(
                HttpResponseStatus.TOO_MANY_REQUESTS,
                "rate_limit_error",
                "rate_limit_exceeded",
                "Rate limit reached, try again later");
    }

    static Refusal unauthorized() {
        return new Refusal(
                HttpResponseStatus.UNAUTHORIZED,
                "invalid_request_error",
                "invalid_api_key",
                "Incorrect API key provided");
    }

    static Refusal serverError() {
        return new Refusal(
                HttpResponseStatus.INTERNAL_SERVER_ERROR,
                "server_error",
                "internal_error",
                "The server had an error while processing the request");
    }
}
