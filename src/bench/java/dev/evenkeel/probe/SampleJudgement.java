package dev.evenkeel.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How far samples of the service lie from the truth. Instants are not in a sample, so what is compared is the
 * time to first token without connection set-up with the server's, from reading the request to writing the
 * token: the error holds the sending, too.
 */
final class SampleJudgement {
    private static final double BOUND_MS = 1;
    private static final double BOUND_PER_TTFT = 0.02;

    private record Judged(JsonNode sample, TruthLog.Entry truth) {
        long error() {
            return Math.round(1e6 * sample.path("ttftWarmMs").asDouble()) - truth.ttft();
        }

        boolean isOff() {
            return Math.abs(error()) / 1e6
                    > Math.max(BOUND_MS, BOUND_PER_TTFT * sample.path("ttftMs").asDouble());
        }

        boolean suspect() {
            return sample.path("suspect").asBoolean();
        }
    }

    private final List<JsonNode> samples;
    private final List<Judged> judged;

    SampleJudgement(List<JsonNode> samples, Map<Long, TruthLog.Entry> truth) {
        this.samples = samples;
        this.judged = new ArrayList<>();
        for (JsonNode sample : samples) {
            String mark = sample.path("systemFingerprint").asText(TruthEvents.NO_MARK);
            TruthLog.Entry entry = truth.get(TruthEvents.sequenceIn(mark));
            if (entry != null && sample.path("outcome").asText().equals("OK")) {
                judged.add(new Judged(sample, entry));
            }
        }
    }

    void into(Map<String, @Nullable Object> line) {
        Map<String, Integer> outcomes = new TreeMap<>();
        Map<String, Integer> causes = new TreeMap<>();
        for (JsonNode sample : samples) {
            outcomes.merge(sample.path("outcome").asText(), 1, Integer::sum);
            if (sample.has("suspectCause")) {
                causes.merge(sample.path("suspectCause").asText(), 1, Integer::sum);
            }
        }
        line.put("outcomes", outcomes);
        line.put("suspectCauses", causes);
        line.put("probes", judged.size());
        if (judged.isEmpty()) {
            return;
        }
        quantiles(line, "ttftErr", Judged::error);
        quantiles(line, "schedulingDelay", each -> ns(each, "schedulingDelayMs"));
        if (judged.stream().anyMatch(each -> each.sample().has("controlErrorMs"))) {
            quantiles(line, "controlError", each -> ns(each, "controlErrorMs"));
        }
        if (judged.stream().anyMatch(each -> each.sample().has("clientStallMs"))) {
            quantiles(line, "clientStall", each -> ns(each, "clientStallMs"));
        }
        long flagged = count(Judged::suspect);
        long off = count(Judged::isOff);
        long both = count(each -> each.suspect() && each.isOff());
        line.put("off", Judgement.share(off, judged.size()));
        line.put("offUnflagged", Judgement.share(off - both, judged.size() - flagged));
        line.put("flagged", Judgement.share(flagged, judged.size()));
        line.put("precision", Judgement.share(both, flagged));
        line.put("recall", Judgement.share(both, off));
    }

    private static long ns(Judged each, String field) {
        return Math.round(1e6 * each.sample().path(field).asDouble());
    }

    private void quantiles(Map<String, @Nullable Object> line, String name, ToLongFunction<Judged> value) {
        long[] sorted = judged.stream().mapToLong(value).sorted().toArray();
        line.put(name + "P50Ms", Judgement.at(sorted, 0.5));
        line.put(name + "P99Ms", Judgement.at(sorted, 0.99));
        line.put(name + "MaxMs", Judgement.at(sorted, 1));
    }

    private long count(Predicate<Judged> wanted) {
        return judged.stream().filter(wanted).count();
    }
}
