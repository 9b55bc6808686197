package dev.evenkeel.ranking;

import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.rollup.TargetRollup;
import dev.evenkeel.samples.RolledUpWindow;
import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.samples.SampleWindow;
import dev.evenkeel.samples.Slice;
import dev.evenkeel.samples.WindowSample;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the evidence of questions about one stretch of time after the other: that which {@link EvidenceReader} would read
 * first, but of as many at a time as memory allows.
 */
@Singleton
final class StepReader {
    private static final long MOST_SAMPLES = 50_000;
    private static final long MOST_ROLLUPS = 20_000;

    private final SampleLog samples;

    @Inject
    StepReader(SampleLog samples) {
        this.samples = samples;
    }

    /** From when on steps can be read that are too short for rollups. */
    Instant keptSince(Instant now) {
        return samples.keptSince(now);
    }

    /** One for each of the questions, in their order. Read as it is asked for. */
    Multi<EvidenceReader.Read> read(List<RankingQuestion> steps) {
        return Multi.createFrom()
                .iterable(ofOneResolution(steps))
                .onItem()
                .transformToMultiAndConcatenate(this::readAlike);
    }

    private static List<List<RankingQuestion>> ofOneResolution(List<RankingQuestion> steps) {
        List<List<RankingQuestion>> groups = new ArrayList<>();
        for (RankingQuestion step : steps) {
            List<RankingQuestion> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
            if (last.isEmpty()
                    || !Objects.equals(
                            last.get(0).covered().resolution(), step.covered().resolution())) {
                last = new ArrayList<>();
                groups.add(last);
            }
            last.add(step);
        }
        return groups;
    }

    private Multi<EvidenceReader.Read> readAlike(List<RankingQuestion> steps) {
        return plan(steps)
                .onItem()
                .transformToMulti(plan -> Multi.createFrom()
                        .iterable(plan.chunks(steps))
                        .onItem()
                        .transformToUniAndConcatenate(chunk -> read(chunk, plan))
                        .onItem()
                        .disjoint());
    }

    private Uni<Plan> plan(List<RankingQuestion> steps) {
        Slice slice = slice(steps);
        Resolution resolution = steps.get(0).covered().resolution();
        if (resolution != null && samples.keptSince(steps.get(0).askedAt()).isAfter(slice.from())) {
            return Uni.createFrom().item(Plan.ofRollups(steps, resolution));
        }
        Resolution counted = EvidenceReader.coarserThan(resolution == null ? Resolution.FIVE_MINUTES : resolution);
        return samples.isSummedUp(slice)
                .chain(summedUp -> summedUp
                        ? samples.samplesAtMost(slice, counted).map(count -> Plan.of(steps, resolution, count))
                        : Uni.createFrom().item(Plan.ofSamples(steps, Long.MAX_VALUE)));
    }

    private Uni<List<EvidenceReader.Read>> read(List<RankingQuestion> chunk, Plan plan) {
        Resolution resolution = plan.resolution();
        return resolution == null ? sampled(chunk) : rolledUp(chunk, resolution);
    }

    private Uni<List<EvidenceReader.Read>> sampled(List<RankingQuestion> chunk) {
        return samples.window(slice(chunk))
                .map(window -> each(chunk, step -> EvidenceReader.read(step, within(step, window))));
    }

    private Uni<List<EvidenceReader.Read>> rolledUp(List<RankingQuestion> chunk, Resolution resolution) {
        return samples.rolledUp(slice(chunk), resolution)
                .map(window -> each(chunk, step -> EvidenceReader.read(step, within(step, window), false)));
    }

    private static Slice slice(List<RankingQuestion> steps) {
        RankingQuestion last = steps.get(steps.size() - 1);
        return EvidenceReader.slice(last, steps.get(0).from(), last.to());
    }

    private static List<EvidenceReader.Read> each(
            List<RankingQuestion> chunk, Function<RankingQuestion, EvidenceReader.Read> read) {
        return chunk.stream().map(read).toList();
    }

    /** Nobody asks a history for the last failures. */
    private static RolledUpWindow within(RankingQuestion step, RolledUpWindow window) {
        return new RolledUpWindow(
                window.pulse(),
                between(step, window.rollups(), TargetRollup::startsAt),
                between(step, window.samples(), WindowSample::scheduledAt),
                List.of());
    }

    private static SampleWindow within(RankingQuestion step, SampleWindow window) {
        return new SampleWindow(window.pulse(), between(step, window.samples(), WindowSample::scheduledAt));
    }

    private static <T> List<T> between(RankingQuestion step, List<T> ascending, Function<T, Instant> at) {
        return ascending.subList(firstFrom(step.from(), ascending, at), firstFrom(step.to(), ascending, at));
    }

    private static <T> int firstFrom(Instant instant, List<T> ascending, Function<T, Instant> at) {
        int low = 0;
        int high = ascending.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at.apply(ascending.get(middle)).isBefore(instant)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * How questions that follow each other are read.
     *
     * @param resolution of the rollups; absent where the samples themselves are read
     * @param atATime how many questions
     */
    private record Plan(@Nullable Resolution resolution, int atATime) {
        static Plan of(List<RankingQuestion> steps, @Nullable Resolution resolution, long count) {
            Slice slice = slice(steps);
            return resolution == null
                            || count <= EvidenceReader.buckets(steps.get(0), slice.from(), slice.to(), resolution)
                    ? ofSamples(steps, count)
                    : ofRollups(steps, resolution);
        }

        static Plan ofSamples(List<RankingQuestion> steps, long count) {
            return new Plan(null, atATime(steps, count, MOST_SAMPLES));
        }

        static Plan ofRollups(List<RankingQuestion> steps, Resolution resolution) {
            Slice slice = slice(steps);
            long rollups = EvidenceReader.buckets(steps.get(0), slice.from(), slice.to(), resolution);
            return new Plan(resolution, atATime(steps, rollups, MOST_ROLLUPS));
        }

        private static int atATime(List<RankingQuestion> steps, long count, long most) {
            return (int) Math.max(1, Math.min(steps.size(), most * steps.size() / Math.max(1, count)));
        }

        List<List<RankingQuestion>> chunks(List<RankingQuestion> steps) {
            List<List<RankingQuestion>> chunks = new ArrayList<>();
            for (int from = 0; from < steps.size(); from += atATime) {
                chunks.add(steps.subList(from, Math.min(steps.size(), from + atATime)));
            }
            return chunks;
        }
    }
}
