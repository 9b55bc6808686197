package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.ranking.Candidate.Judged;
import dev.evenkeel.samples.SampleWindow;
import dev.evenkeel.samples.WindowSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ranks a campaign's targets from the samples of a window, exactly. Pure: the same samples give the same ranking. */
final class Ranker {
    private static final Comparator<TargetRef> BY_NAME =
            Comparator.comparing(TargetRef::provider).thenComparing(TargetRef::model);

    private final RankingQuestion question;
    private final double minPracticalDifference;

    /** @param minPracticalDifference as a ratio less 1 */
    Ranker(RankingQuestion question, double minPracticalDifference) {
        this.question = question;
        this.minPracticalDifference = minPracticalDifference;
    }

    RankingView rank(SampleWindow window) {
        List<Candidate> candidates = new ArrayList<>();
        List<RankingView.Unranked> unranked = new ArrayList<>();
        for (TargetWindow target : targets(window.samples())) {
            Candidate candidate = new Candidate(target, question);
            UnrankedReason.of(
                            target,
                            candidate.evidence(),
                            candidate.value(),
                            question.campaign().ranking())
                    .ifPresentOrElse(reason -> unranked.add(unranked(target, reason)), () -> candidates.add(candidate));
        }
        Optional<Bootstrap> bootstrap = bootstrap(candidates);
        return new RankingView(
                question.campaign().name(),
                question.campaign().model(),
                question.metric().key(),
                question.statisticKey(),
                question.window().toString(),
                question.from(),
                question.to(),
                window.revision(),
                question.askedAt(),
                question.to().plusSeconds(1),
                "WINDOW",
                RankingQuestion.ALGORITHM,
                question.specVersion(),
                question.connection().key(),
                0,
                question.campaign().ranking().minSamples(),
                question.campaign().ranking().minAvailability(),
                minPracticalDifference,
                bootstrap.map(Ranker::resampling).orElse(null),
                Instrument.of(window.samples()),
                entries(candidates, bootstrap),
                unranked);
    }

    /** The question's targets by name, those without a sample included. */
    private List<TargetWindow> targets(List<WindowSample> samples) {
        Map<UUID, List<WindowSample>> byTarget =
                samples.stream().collect(Collectors.groupingBy(WindowSample::targetId));
        return question.campaign().targets().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(BY_NAME))
                .map(entry -> new TargetWindow(entry.getValue(), byTarget.getOrDefault(entry.getKey(), List.of())))
                .toList();
    }

    private Optional<Bootstrap> bootstrap(List<Candidate> candidates) {
        List<WindowSample> samples = candidates.stream()
                .flatMap(candidate -> candidate.target().counted().stream())
                .toList();
        return Bootstrap.of(samples, question.window(), question.seed());
    }

    private List<RankingView.Entry> entries(List<Candidate> candidates, Optional<Bootstrap> bootstrap) {
        Comparator<Judged> byValue = Comparator.comparingDouble(judged -> question.higherIsBetter()
                ? -judged.contender().point()
                : judged.contender().point());
        List<Judged> ordered = candidates.stream()
                .map(candidate -> candidate.judge(bootstrap))
                .sorted(byValue.thenComparing(judged -> judged.target().target(), BY_NAME))
                .toList();
        List<Contender> contenders = ordered.stream().map(Judged::contender).toList();
        double inflation = bootstrap.map(b -> b.resampling().inflation()).orElse(1.0);
        Comparison comparison = Comparison.of(contenders, minPracticalDifference, inflation);
        List<Placement> placements = Placement.of(contenders, comparison, question.higherIsBetter());
        List<RankingView.Entry> entries = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            entries.add(entry(placements.get(i), ordered.get(i)));
        }
        return List.copyOf(entries);
    }

    private RankingView.Entry entry(Placement placement, Judged judged) {
        TargetWindow target = judged.target();
        Availability availability = target.availability();
        Map<Metric, MetricView> views = judged.views();
        return new RankingView.Entry(
                placement.rank(),
                placement.tieGroup(),
                placement.rankLow(),
                placement.rankHigh(),
                placement.probabilityBest(),
                target.target(),
                availability.n(),
                availability.failures(),
                Decimals.ratio(availability.value()),
                availability.interval().map(Ranker::ratio),
                target.excludedSuspect(),
                target.outcomes(),
                views.get(Metric.TTFT),
                views.get(Metric.TTFA),
                views.get(Metric.LATENCY),
                views.get(Metric.ITL),
                views.get(Metric.OUTPUT_TOKENS_PER_SECOND),
                target.coldStartPenaltyNs(question.campaign().ranking().idleThreshold())
                        .map(Decimals::milliseconds)
                        .orElse(null),
                target.goodput(question.campaign().slo()).map(Decimals::ratio).orElse(null),
                cost(target));
    }

    private static RankingView.Unranked unranked(TargetWindow target, UnrankedReason reason) {
        Availability availability = target.availability();
        return new RankingView.Unranked(
                target.target(),
                reason,
                availability.n(),
                availability.failures(),
                Decimals.ratio(availability.value()),
                target.excludedSuspect(),
                target.outcomes(),
                target.lastError().map(Ranker::lastError).orElse(null));
    }

    private static RankingView.LastError lastError(WindowSample sample) {
        return new RankingView.LastError(sample.outcome(), sample.httpStatus(), sample.error(), sample.scheduledAt());
    }

    private static RankingView.ResamplingView resampling(Bootstrap bootstrap) {
        var length = bootstrap.cells().length();
        return new RankingView.ResamplingView(
                Resampling.RESAMPLES, bootstrap.cells().count(), length == null ? null : length.toString());
    }

    private static RankingView.@Nullable CostView cost(TargetWindow target) {
        var costs = target.costs();
        if (costs.size() != 1) {
            return null;
        }
        var only = costs.entrySet().iterator().next();
        return new RankingView.CostView(only.getKey(), only.getValue());
    }

    private static double ratio(double value) {
        Double rounded = Decimals.ratio(value);
        return rounded == null ? value : rounded;
    }
}
