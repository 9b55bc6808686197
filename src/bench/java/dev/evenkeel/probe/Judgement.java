package dev.evenkeel.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How far readings lie from the truth, and whether those that do were flagged.
 *
 * <p>An error is the reading's instant less the server's. The bound is the instrument's own (METRICS): 1 ms, or 2 % of
 * the time to first token where that is more. A flag is right where the first or the last token is off by more.
 */
final class Judgement {
    private static final long BOUND = 1_000_000;
    private static final long BOUND_PER_TTFT = 50;

    /** The truth must be known better than what is judged by it. */
    private static final long MAX_DOUBT = BOUND / 2;

    private record Judged(Reading reading, TruthLog.Entry truth) {
        long firstError() {
            return reading.firstToken() - truth.first();
        }

        long lastError() {
            return reading.lastToken() - truth.last();
        }

        long naiveTtft() {
            return reading.firstChunk() - reading.start();
        }

        /** What the reading makes of the time to first token, less the true one. */
        long ttftError() {
            return reading.firstToken() - reading.start() - truth.ttft();
        }

        boolean firstIsOff() {
            return Math.abs(firstError()) > bound();
        }

        boolean isOff() {
            return firstIsOff() || Math.abs(lastError()) > bound();
        }

        private long bound() {
            return Math.max(BOUND, (reading.firstToken() - reading.start()) / BOUND_PER_TTFT);
        }
    }

    private final List<Judged> judged;
    private final long unsure;

    /** Takes the readings whose whole stream lies between the two instants. */
    Judgement(List<Reading> readings, Map<Long, TruthLog.Entry> truth, long from, long to) {
        List<Judged> known = new ArrayList<>();
        for (Reading reading : readings) {
            TruthLog.Entry entry = truth.get(reading.sequence());
            if (entry != null && entry.request() >= from && entry.last() <= to) {
                known.add(new Judged(reading, entry));
            }
        }
        judged =
                known.stream().filter(each -> each.truth().doubt() <= MAX_DOUBT).toList();
        unsure = (long) known.size() - judged.size();
    }

    int probes() {
        return judged.size();
    }

    void into(Map<String, @Nullable Object> line) {
        line.put("probes", judged.size());
        line.put("truthUnsure", unsure);
        if (judged.isEmpty()) {
            return;
        }
        long[] errors = sorted(Judged::firstError);
        line.put("errMinMs", ms(errors[0]));
        line.put("errP50Ms", at(errors, 0.5));
        line.put("errP90Ms", at(errors, 0.9));
        line.put("errP99Ms", at(errors, 0.99));
        line.put("errMaxMs", at(errors, 1));
        long[] last = sorted(Judged::lastError);
        line.put("lastErrP50Ms", at(last, 0.5));
        line.put("lastErrP99Ms", at(last, 0.99));
        line.put("ttftErrP50Ms", at(sorted(Judged::ttftError), 0.5));
        line.put("ttftErrP99Ms", at(sorted(Judged::ttftError), 0.99));
        line.put("trueTtftP50Ms", at(sorted(each -> each.truth().ttft()), 0.5));
        line.put("naiveTtftP50Ms", at(sorted(Judged::naiveTtft), 0.5));
        line.put(
                "serverLateP99Ms",
                at(sorted(each -> each.truth().first() - each.truth().due()), 0.99));
        flags(line);
        long[] delays = judged.stream()
                .map(each -> each.reading().schedulingDelay())
                .filter(java.util.Objects::nonNull)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        line.put("schedulingDelayP99Ms", delays.length == 0 ? null : at(delays, 0.99));
        long[] stalls = judged.stream()
                .map(each -> each.reading().clientStall())
                .filter(java.util.Objects::nonNull)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        line.put("clientStallP99Ms", stalls.length == 0 ? null : at(stalls, 0.99));
    }

    private void flags(Map<String, @Nullable Object> line) {
        long flagged = count(each -> each.reading().suspect());
        long off = count(Judged::isOff);
        long both = count(each -> each.reading().suspect() && each.isOff());
        long unflagged = judged.size() - flagged;
        line.put("off", share(count(Judged::firstIsOff), judged.size()));
        line.put("offUnflagged", share(count(each -> !each.reading().suspect() && each.firstIsOff()), unflagged));
        line.put("flagged", share(flagged, judged.size()));
        line.put("precision", share(both, flagged));
        line.put("recall", share(both, off));
    }

    private long count(java.util.function.Predicate<Judged> wanted) {
        return judged.stream().filter(wanted).count();
    }

    private long[] sorted(ToLongFunction<Judged> value) {
        return judged.stream().mapToLong(value).sorted().toArray();
    }

    /** Nearest-rank. */
    static double at(long[] sorted, double quantile) {
        return ms(sorted[Math.max(0, (int) Math.ceil(quantile * sorted.length) - 1)]);
    }

    static double ms(long ns) {
        return Math.round(ns / 1e3) / 1e3;
    }

    /** Absent where there is nothing that it is a share of. */
    static @Nullable Double share(long part, long whole) {
        return whole == 0 ? null : Math.round(1e6 * part / whole) / 1e6;
    }
}
