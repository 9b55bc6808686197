package dev.evenkeel.measurement;

import java.util.Objects;

/** One message of a prompt. */
public record ChatMessage(String role, String content) {
    public ChatMessage {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(content, "content");
    }
}
