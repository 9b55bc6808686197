package dev.evenkeel.ranking;

import dev.evenkeel.http.ProblemException;
import dev.evenkeel.rollup.Ladder;
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
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads what a question is about: the samples themselves where they are fewer than the rollups that would tell of them, else
 * the rollups.
 */
@Singleton
final class EvidenceReader {
    /** So many are read where rollups have too few cells of time for an interval. */
    private static final long MOST_SAMPLES = 50_000;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final SampleLog samples;
    private final Ladder ladder;

    @Inject
    EvidenceReader(SampleLog samples, Ladder ladder) {
        this.samples = samples;
        this.ladder = ladder;
    }

    /** What tells whether the answer to a question has changed. */
    Uni<Pulse> pulse(RankingQuestion question) {
        return samples.pulse(slice(question));
    }

    Uni<Read> read(RankingQuestion question) {
        Resolution resolution = question.covered().resolution();
        if (resolution == null) {
            return sampled(question);
        }
        Slice slice = slice(question);
        if (!areSamplesKept(question)) {
            return samples.isSummedUp(slice)
                    .invoke(EvidenceReader::require)
                    .chain(() -> rolledUp(question, resolution, isOfFinestRollups(question)));
        }
        return samples.isSummedUp(slice)
                .chain(summedUp -> summedUp
                        ? samples.samplesAtMost(slice, coarserThan(resolution))
                        : Uni.createFrom().item(0L))
                .chain(count -> count <= buckets(question, question.from(), question.to(), resolution)
                        ? sampled(question)
                        : rolledUp(question, resolution, count > MOST_SAMPLES && isOfFinestRollups(question)));
    }

    /**
     * The same in shorter stretches of time, for a question that the rollups of {@link #read} have too few of: the samples
     * themselves, or the finest rollups that are kept where there are too many samples for that.
     */
    Uni<Read> finer(RankingQuestion question) {
        Resolution finest = finestRollups(question);
        Uni<Long> count = areSamplesKept(question)
                ? samples.samplesAtMost(slice(question), coarserThan(finest))
                : Uni.createFrom().item(Long.MAX_VALUE);
        return count.chain(atMost ->
                atMost <= MOST_SAMPLES ? sampled(question) : rolledUp(question.inCellsOf(finest), finest, true));
    }

    private Resolution finestRollups(RankingQuestion question) {
        return ladder.finestSince(question.from(), Resolution.FIVE_MINUTES, question.askedAt());
    }

    /** Whether its cells can't be shorter unless samples are read. */
    private boolean isOfFinestRollups(RankingQuestion question) {
        return question.inCellsOf(finestRollups(question)).covered().equals(question.covered());
    }

    private boolean areSamplesKept(RankingQuestion question) {
        return !samples.keptSince(question.askedAt()).isAfter(question.from());
    }

    private static void require(boolean summedUp) {
        if (!summedUp) {
            throw ProblemException.unavailable("samples of the window are still being summed up", RETRY_AFTER);
        }
    }

    private Uni<Read> rolledUp(RankingQuestion question, Resolution resolution, boolean finest) {
        return samples.rolledUp(slice(question), resolution).map(window -> read(question, window, finest));
    }

    private Uni<Read> sampled(RankingQuestion question) {
        return samples.window(slice(question)).map(window -> read(question, window));
    }

    static Read read(RankingQuestion question, RolledUpWindow window, boolean finest) {
        return new Read(question, window.pulse(), finest, () -> RolledUpEvidence.of(window, question));
    }

    static Read read(RankingQuestion question, SampleWindow window) {
        return new Read(
                question,
                window.pulse(),
                true,
                () -> new SampledEvidence(SettledRounds.of(
                        window.samples(), question.campaign().targets().keySet(), question.settledBefore())));
    }

    /** How many rollups there are of a stretch of time at most. */
    static long buckets(RankingQuestion question, Instant from, Instant to, Resolution resolution) {
        return Duration.between(from, to).toSeconds()
                / resolution.seconds()
                * question.campaign().targets().size()
                * question.vantages().size();
    }

    /** One step up the ladder counts with a fourth to a twelfth of the rows. */
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
                Set.copyOf(question.vantages()),
                from,
                to,
                question.settledBefore(),
                question.campaign().targets().keySet());
    }

    /**
     * What was read.
     *
     * @param question in the cells of time that the evidence is for
     * @param finest whether nothing finer can be had
     * @param evidence made of it when asked for, which takes long enough to be done on a thread for computing
     */
    record Read(RankingQuestion question, Pulse pulse, boolean finest, Supplier<Evidence> evidence) {}
}
