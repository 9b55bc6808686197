package dev.evenkeel.ranking;

import dev.evenkeel.samples.Pulse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The weak entity tag of a ranking: everything that its numbers depend on. The window slides even when no
 * sample comes in, so its end is a part; so is what the campaign asks for.
 */
record RankingTag(String value) {
    private static final String ANY = "*";

    static RankingTag of(RankingQuestion question, Pulse pulse, double minPracticalDifference) {
        var campaign = question.campaign();
        var policy = campaign.ranking();
        String targets = campaign.targets().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(UUID::toString)))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList()
                .toString();
        String parameters = List.of(
                        campaign.id(),
                        campaign.name(),
                        campaign.model(),
                        question.specVersion(),
                        question.connection(),
                        question.vantages(),
                        targets,
                        question.metric().key(),
                        question.statisticKey(),
                        question.window(),
                        question.covered(),
                        String.valueOf(question.asOf()),
                        question.intervalsFor(),
                        policy.minSamples(),
                        policy.minAvailability(),
                        policy.idleThreshold(),
                        String.valueOf(campaign.slo()),
                        minPracticalDifference)
                .toString();
        return new RankingTag("%d-%d-%d-%d-%016x"
                .formatted(
                        RankingQuestion.ALGORITHM,
                        pulse.revision(),
                        pulse.incomplete(),
                        question.to().getEpochSecond(),
                        digest(parameters)));
    }

    private static long digest(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }

    /** Of what is told of the same question step by step. */
    RankingTag bySteps(List<Covered> steps) {
        return new RankingTag("%s-%016x".formatted(value, digest(steps.toString())));
    }

    /** As in the {@code ETag} header. */
    String header() {
        return "W/\"" + value + "\"";
    }

    /** Whether an {@code If-None-Match} header names it, by the weak comparison of RFC 9110 §8.8.3.2. */
    boolean isNamedBy(@Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        return ifNoneMatch.equals(header())
                || Arrays.stream(ifNoneMatch.split(",", -1))
                        .map(String::strip)
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                        .anyMatch(tag -> tag.equals(ANY) || tag.equals("\"" + value + "\""));
    }
}
