package dev.evenkeel.ranking;

import dev.evenkeel.rollup.Resolution;
import dev.evenkeel.samples.Pulse;
import dev.evenkeel.samples.RolledUpWindow;
import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.samples.SampleWindow;
import dev.evenkeel.samples.Slice;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads what a question is about: the samples themselves where they are fewer than the rollups that would tell of them, or
 * in too few cells of time for an interval; else the rollups.
 */
@Singleton
final class EvidenceReader {
    private final SampleLog samples;

    @Inject
    EvidenceReader(SampleLog samples) {
        this.samples = samples;
    }

    /** What tells whether the answer to a question has changed. */
    Uni<Pulse> pulse(RankingQuestion question) {
        return samples.pulse(slice(question));
    }

    Uni<Read> read(RankingQuestion question) {
        Resolution resolution = question.covered().resolution();
        Slice slice = slice(question);
        if (resolution == null) {
            return sampled(question, slice);
        }
        if (samples.keptSince(question.askedAt()).isAfter(slice.from())) {
            return rolledUp(question, slice, resolution);
        }
        return samples.isSummedUp(slice)
                .chain(summedUp -> summedUp
                        ? samples.samplesAtMost(slice, coarserThan(resolution))
                        : Uni.createFrom().item(0L))
                .chain(count -> count <= buckets(question, question.from(), question.to(), resolution)
                        ? sampled(question, slice)
                        : rolledUpIfEnough(question, slice, resolution));
    }

    private Uni<Read> rolledUpIfEnough(RankingQuestion question, Slice slice, Resolution resolution) {
        return samples.rolledUp(slice, resolution)
                .chain(window -> cells(window, question) < Cells.MIN_CELLS
                        ? sampled(question, slice)
                        : Uni.createFrom().item(read(question, window)));
    }

    private Uni<Read> rolledUp(RankingQuestion question, Slice slice, Resolution resolution) {
        return samples.rolledUp(slice, resolution).map(window -> read(question, window));
    }

    private Uni<Read> sampled(RankingQuestion question, Slice slice) {
        return samples.window(slice).map(window -> read(question, window));
    }

    static Read read(RankingQuestion question, RolledUpWindow window) {
        return new Read(window.pulse(), () -> RolledUpEvidence.of(window, question));
    }

    static Read read(RankingQuestion question, SampleWindow window) {
        return new Read(
                window.pulse(),
                () -> new SampledEvidence(SettledRounds.of(
                        window.samples(), question.campaign().targets().size(), question.settledBefore())));
    }

    /** How many stretches of time hold a sample. */
    static long cells(RolledUpWindow window, RankingQuestion question) {
        Duration length = question.covered().cellLength();
        Stream<Instant> starts = Stream.concat(
                window.rollups().stream().map(rollup -> rollup.startsAt()),
                window.samples().stream().map(sample -> sample.scheduledAt()));
        return starts.map(start -> Cells.stretchOf(start, length)).distinct().count();
    }

    /** How many rollups there are of a stretch of time at most. */
    static long buckets(RankingQuestion question, Instant from, Instant to, Resolution resolution) {
        return Duration.between(from, to).toSeconds()
                / resolution.seconds()
                * question.campaign().targets().size();
    }

    /** One step up the ladder counts with a twelfth of the rows. */
    static Resolution coarserThan(Resolution resolution) {
        List<Resolution> ladder = Resolution.LADDER;
        return ladder.get(Math.min(ladder.indexOf(resolution) + 1, ladder.size() - 1));
    }

    private static Slice slice(RankingQuestion question) {
        return slice(question, question.from(), question.to());
    }

    /** The same question's of another stretch of time. */
    static Slice slice(RankingQuestion question, Instant from, Instant to) {
        return new Slice(
                question.campaign().id(),
                question.specVersion(),
                question.connection(),
                from,
                to,
                question.settledBefore(),
                question.campaign().targets().size());
    }

    /**
     * What was read.
     *
     * @param evidence made of it when asked for, which takes long enough to be done on a thread for computing
     */
    record Read(Pulse pulse, Supplier<Evidence> evidence) {}
}
