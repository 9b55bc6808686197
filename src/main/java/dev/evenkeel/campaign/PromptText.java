package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignSpec.Prompt;
import dev.evenkeel.campaign.CampaignSpec.Workload;
import dev.evenkeel.measurement.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Writes a round's prompt: the same for all targets of the round, and for the same nonce always the same.
 *
 * <p>Synthetic text is the campaign's own and does not change from round to round, so that neither does its
 * number of tokens. It is made of short, common words, which the tokenisers in use turn into one token each,
 * and asks for a long answer, so that answers tend to reach {@code maxOutputTokens}.
 */
final class PromptText {
    private static final String TASK = "Write a long story in plain prose that uses these words:";

    /** What the task, the nonce and the marks around them come to. */
    private static final int TOKENS_OF_TASK = 24;

    private static final String[] WORDS = """
            time year people way day man thing woman life child world school state family student group country
            problem hand part place case week company system program question work number night point home water
            room mother area money story fact month lot right study book eye job word business issue side kind
            head house service friend father power hour game line end member law car city community name team
            minute idea body back parent face level office door health person art war history party result change
            morning reason research girl guy moment air teacher force education foot boy age policy music market
            sense nation plan college interest death experience effect use class control field development role
            effort rate heart drug show leader light voice wife police mind price report decision son view town
            road arm difference value building action season society tax director position player record paper
            space ground form event matter center couple site project star table need court oil situation cost
            industry figure street image phone data picture practice piece land product doctor wall worker news
            test movie north love step river tree glass stone bird snow rain wind fire ship
            """.strip().split("\\s+");

    private PromptText() {}

    /** @param nonce of the round, or of those of its probes that this is the prompt of */
    static List<ChatMessage> messages(Workload workload, UUID campaignId, String nonce) {
        List<ChatMessage> messages = workload.prompt()
                .match(
                        synthetic -> List.of(new ChatMessage("user", text(synthetic, campaignId))),
                        Prompt.Fixed::messages);
        return switch (workload.cache()) {
            case BUST -> startingWith(nonce, messages);
        };
    }

    private static List<ChatMessage> startingWith(String nonce, List<ChatMessage> messages) {
        List<ChatMessage> marked = new ArrayList<>(messages);
        ChatMessage first = messages.get(0);
        marked.set(0, new ChatMessage(first.role(), "[" + nonce + "]\n\n" + first.content()));
        return List.copyOf(marked);
    }

    private static String text(Prompt.Synthetic prompt, UUID campaignId) {
        Random random = new Random(campaignId.getMostSignificantBits() ^ campaignId.getLeastSignificantBits());
        int words = Math.max(1, prompt.inputTokens() - TOKENS_OF_TASK);
        StringBuilder text = new StringBuilder(TASK.length() + words * 7).append(TASK);
        for (int i = 0; i < words; i++) {
            text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
