package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Metric;
import dev.evenkeel.ranking.Candidate.Judged;
import dev.evenkeel.samples.LastFailure;
import dev.evenkeel.samples.Pulse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ranks a campaign's targets by what is known of a window. Pure: the same evidence gives the same ranking. */
final class Ranker {
    private final RankingQuestion question;
    private final double minPracticalDifference;
    private final List<Metric> shown;

    /** @param minPracticalDifference as a ratio less 1 */
    Ranker(RankingQuestion question, double minPracticalDifference) {
        this(question, minPracticalDifference, Candidate.MEASURED);
    }

    private Ranker(RankingQuestion question, double minPracticalDifference, List<Metric> shown) {
        this.question = question;
        this.minPracticalDifference = minPracticalDifference;
        this.shown = shown;
    }

    /** One that shows of each target nothing but the metric asked for, which takes a fifth of the time. */
    Ranker ofTheAskedMetricAlone() {
        return new Ranker(
                question,
                minPracticalDifference,
                Candidate.MEASURED.stream()
                        .filter(metric -> metric == question.metric())
                        .toList());
    }

    /** Of its question's targets. */
    Lineup lineup(Evidence evidence) {
        return Lineup.of(evidence, question, shown);
    }

    /**
     * @param pulse of the same snapshot of the store as the evidence
     * @param generatedAt now
     */
    RankingView rank(Pulse pulse, Lineup lineup, Instant generatedAt) {
        Optional<Bootstrap> bootstrap = lineup.bootstrap();
        return new RankingView(
                question.campaign().name(),
                question.campaign().model(),
                question.metric().key(),
                question.statisticKey(),
                question.window().toString(),
                question.from(),
                question.to(),
                question.asOf(),
                pulse.revision(),
                generatedAt,
                question.validUntil(pulse),
                question.intervalsFor().name(),
                lineup.longRun().map(RankingView.LongRunView::of).orElse(null),
                RankingQuestion.ALGORITHM,
                question.specVersion(),
                question.connection().key(),
                question.vantages(),
                lineup.evidence().quantileErrorBound(),
                question.campaign().ranking().minSamples(),
                question.campaign().ranking().minAvailability(),
                minPracticalDifference,
                bootstrap.map(Ranker::resampling).orElse(null),
                lineup.evidence().instrument(),
                pulse.incomplete(),
                entries(lineup.candidates(), bootstrap),
                lineup.left().stream().map(Ranker::unranked).toList());
    }

    /** Ranks by the statistic asked for and tells nothing else. Does not speak of the long run. */
    HistoryView.Point point(Lineup lineup) {
        Optional<Bootstrap> bootstrap = lineup.bootstrap();
        List<HistoryView.Place> places =
                placed(lineup.candidates(), candidate -> candidate.judgeByTheAskedAlone(bootstrap), bootstrap).stream()
                        .map(placed -> HistoryView.Place.of(placed.placement(), placed.judged(), question))
                        .toList();
        List<HistoryView.Missing> unranked = lineup.left().stream()
                .map(left -> HistoryView.Missing.of(left.target(), left.reason()))
                .toList();
        return new HistoryView.Point(question.from(), question.to(), places, unranked);
    }

    private List<RankingView.Entry> entries(List<Candidate> candidates, Optional<Bootstrap> bootstrap) {
        return placed(candidates, candidate -> candidate.judge(bootstrap), bootstrap).stream()
                .map(placed -> entry(placed.placement(), placed.judged()))
                .toList();
    }

    private List<Placed> placed(
            List<Candidate> candidates, Function<Candidate, Judged> judge, Optional<Bootstrap> bootstrap) {
        Comparator<Judged> byValue = Comparator.comparingDouble(judged -> question.higherIsBetter()
                ? -judged.contender().point()
                : judged.contender().point());
        List<Judged> ordered = candidates.parallelStream()
                .map(judge)
                .sorted(byValue.thenComparing(judged -> judged.target().target(), Lineup.BY_NAME))
                .toList();
        List<Contender> contenders = ordered.stream().map(Judged::contender).toList();
        double inflation = bootstrap.map(b -> b.resampling().inflation()).orElse(1.0);
        Comparison comparison = Comparison.of(contenders, minPracticalDifference, inflation);
        List<Placement> placements = Placement.of(contenders, comparison, question.higherIsBetter());
        Comparator<Integer> byStep = Comparator.comparingLong(
                i -> TieOrder.step(ordered.get(i).contender().point(), question.higherIsBetter()));
        Comparator<Integer> byName =
                Comparator.comparing(i -> ordered.get(i).target().target(), Lineup.BY_NAME);
        List<Placed> placed = new ArrayList<>();
        for (int position : TieOrder.of(placements, comparison, byStep.thenComparing(byName))) {
            placed.add(new Placed(placements.get(position).at(placed.size() + 1), ordered.get(position)));
        }
        return placed;
    }

    private record Placed(Placement placement, Judged judged) {}

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

    private static RankingView.Unranked unranked(Lineup.Left left) {
        TargetWindow target = left.target();
        Availability availability = target.availability();
        return new RankingView.Unranked(
                target.target(),
                left.reason(),
                availability.n(),
                availability.failures(),
                Decimals.ratio(availability.value()),
                target.excludedSuspect(),
                target.outcomes(),
                target.lastFailure().map(Ranker::lastError).orElse(null));
    }

    private static RankingView.LastError lastError(LastFailure failure) {
        return new RankingView.LastError(
                failure.outcome(), failure.httpStatus(), failure.error(), failure.scheduledAt());
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
