package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.TargetRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of a question's targets can be ranked and which can't, and what their resamples are drawn from.
 *
 * @param candidates those that can, by name
 * @param left those that can't, by name
 * @param longRun absent where intervals speak of the window
 * @param bootstrap absent where no interval can be had
 */
record Lineup(
        Evidence evidence,
        List<Candidate> candidates,
        List<Left> left,
        Optional<LongRun> longRun,
        Optional<Bootstrap> bootstrap) {
    static final Comparator<TargetRef> BY_NAME =
            Comparator.comparing(TargetRef::provider).thenComparing(TargetRef::model);

    /**
     * All targets of the question, those without a sample included.
     *
     * @param shown the metrics that are to be told of each
     */
    static Lineup of(Evidence evidence, RankingQuestion question, List<Metric> shown) {
        List<Candidate> all = evidence.targets(question.campaign().targets()).parallelStream()
                .map(target -> new Candidate(target, question, shown))
                .sorted(Comparator.comparing(candidate -> candidate.target().target(), BY_NAME))
                .toList();
        List<Candidate> candidates = new ArrayList<>();
        List<Left> left = new ArrayList<>();
        for (Candidate candidate : all) {
            UnrankedReason.of(
                            candidate.target(),
                            candidate.evidence(),
                            candidate.value(),
                            question.campaign().ranking())
                    .ifPresentOrElse(
                            reason -> left.add(new Left(candidate.target(), reason)), () -> candidates.add(candidate));
        }
        Optional<LongRun> longRun = longRun(candidates, question);
        return new Lineup(evidence, candidates, left, longRun, bootstrap(candidates, longRun, question));
    }

    private static Optional<LongRun> longRun(List<Candidate> candidates, RankingQuestion question) {
        if (question.intervalsFor() == Estimand.WINDOW) {
            return Optional.empty();
        }
        Duration cell = question.covered().cellLength();
        return Optional.of(LongRun.of(
                candidates.stream()
                        .flatMap(candidate -> candidate.levels(cell).stream())
                        .toList(),
                cell,
                question.window()));
    }

    private static Optional<Bootstrap> bootstrap(
            List<Candidate> candidates, Optional<LongRun> longRun, RankingQuestion question) {
        if (longRun.isPresent() && !longRun.get().offered()) {
            return Optional.empty();
        }
        List<TargetWindow> targets = candidates.stream().map(Candidate::target).toList();
        return Bootstrap.of(
                targets,
                longRun.map(LongRun::blockLength).orElse(question.covered().cellLength()),
                question.seed());
    }

    /** Whether there would be intervals if what is known were known of shorter stretches of time. */
    boolean lacksCells() {
        return !candidates.isEmpty() && longRun.isEmpty() && bootstrap.isEmpty();
    }

    /** A target that can't be ranked, and why. */
    record Left(TargetWindow target, UnrankedReason reason) {}
}
