package dev.evenkeel.campaign;

import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.RoundSeed;
import dev.evenkeel.measurement.Vantage;
import java.util.UUID;

/** Keeps a campaign's rounds small enough for Kafka: a round is one message, and brokers take a megabyte unless told otherwise. */
final class RoundSize {
    static final int MAX_BYTES = 900 * 1024;

    /** Ids, names, addresses and field names of one target, generously. */
    private static final int BYTES_OF_TARGET = 1024;

    private static final UUID ANY = new UUID(0, 0);

    private RoundSize() {}

    static void check(CampaignSpec spec, Violations violations) {
        long onePrompt = CampaignJson.bytesOf(CampaignJson.write(
                PromptText.messages(spec.workload(), ANY, new RoundSeed(ANY, 0, Vantage.DEFAULT).nonce())));
        long prompt = spec.connections() == Connections.BOTH ? 2 * onePrompt : onePrompt;
        long targets = spec.targets().stream()
                .mapToLong(target -> BYTES_OF_TARGET + CampaignJson.bytesOf(CampaignJson.write(target.request())))
                .sum();
        violations.addUnless(
                prompt + targets <= MAX_BYTES,
                "workload.prompt",
                "must be shorter: prompt and targets together make a round of " + (prompt + targets) + " bytes, and "
                        + MAX_BYTES + " are allowed");
    }
}
