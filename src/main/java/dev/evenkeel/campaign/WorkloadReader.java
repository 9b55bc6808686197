package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignDocument.MessageDocument;
import dev.evenkeel.campaign.CampaignDocument.PromptDocument;
import dev.evenkeel.campaign.CampaignDocument.WorkloadDocument;
import dev.evenkeel.campaign.CampaignSpec.Cache;
import dev.evenkeel.campaign.CampaignSpec.Prompt;
import dev.evenkeel.campaign.CampaignSpec.Workload;
import dev.evenkeel.http.FieldReader;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.ChatMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a workload of the client's document, noting all that is wrong with it. */
final class WorkloadReader {
    /** A round is one Kafka message, which must stay well under a megabyte. */
    static final int MAX_CONTENT_BYTES = 256 * 1024;

    private static final int MAX_MESSAGES = 100;
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

    private final Violations violations;
    private final FieldReader fields;

    WorkloadReader(Violations violations) {
        this.violations = violations;
        this.fields = new FieldReader(violations);
    }

    Workload read(@Nullable WorkloadDocument workload) {
        if (workload == null) {
            return Workload.DEFAULT;
        }
        Workload ifAbsent = Workload.DEFAULT;
        String cache = workload.cache();
        violations.addUnless(cache == null || cache.equals("bust"), "workload.cache", "must be bust");
        return new Workload(
                workload.prompt() == null ? ifAbsent.prompt() : prompt(workload.prompt()),
                fields.integer(
                        workload.maxOutputTokens(), "workload.maxOutputTokens", ifAbsent.maxOutputTokens(), 1, 32_768),
                fields.number(workload.temperature(), "workload.temperature", ifAbsent.temperature(), 0, 2),
                Cache.BUST);
    }

    private Prompt prompt(PromptDocument prompt) {
        String kind = prompt.kind() == null ? "" : prompt.kind();
        return switch (kind) {
            case "synthetic" -> synthetic(prompt);
            case "fixed" -> fixed(prompt);
            default -> {
                violations.add("workload.prompt.kind", "must be synthetic or fixed");
                yield Workload.DEFAULT.prompt();
            }
        };
    }

    private Prompt synthetic(PromptDocument prompt) {
        fields.notWith(prompt.messages(), "workload.prompt.messages", "a synthetic prompt");
        return new Prompt.Synthetic(
                fields.integer(prompt.inputTokens(), "workload.prompt.inputTokens", 200, 1, 100_000));
    }

    private Prompt fixed(PromptDocument prompt) {
        fields.notWith(prompt.inputTokens(), "workload.prompt.inputTokens", "a fixed prompt");
        List<@Nullable MessageDocument> messages = prompt.messages() == null ? List.of() : prompt.messages();
        if (messages.isEmpty() || messages.size() > MAX_MESSAGES) {
            violations.add("workload.prompt.messages", "must have 1 to " + MAX_MESSAGES + " messages");
            return Workload.DEFAULT.prompt();
        }
        List<ChatMessage> read = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            read.add(message(messages.get(i), "workload.prompt.messages[" + i + "]"));
        }
        long bytes = read.stream()
                .mapToLong(message -> message.content().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        violations.addUnless(
                bytes <= MAX_CONTENT_BYTES,
                "workload.prompt.messages",
                "must have at most " + MAX_CONTENT_BYTES + " bytes of content in all");
        return new Prompt.Fixed(read);
    }

    private ChatMessage message(@Nullable MessageDocument message, String field) {
        String role = message == null || message.role() == null ? "" : message.role();
        String content = message == null || message.content() == null ? "" : message.content();
        violations.addUnless(
                ROLES.contains(role), field + ".role", "must be one of system, developer, user and assistant");
        violations.addUnless(!content.isEmpty(), field + ".content", "is required");
        violations.addUnless(content.indexOf('\0') < 0, field + ".content", "must not contain U+0000");
        return new ChatMessage(role, content);
    }
}
