package dev.evenkeel.ranking;

import dev.evenkeel.campaign.RankableCampaign;
import dev.evenkeel.http.Violations;
import dev.evenkeel.ranking.RankingCache.Answer;
import dev.evenkeel.samples.Pulse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Ranks a campaign's targets step by step. */
@Singleton
final class RankingHistory {
    private static final int LEAST_SAMPLES = 5;

    private final RankingLookUps lookUps;
    private final Rankings rankings;
    private final RankingCache cache;
    private final StepReader reader;
    private final RankingSetup setup;

    @Inject
    RankingHistory(
            RankingLookUps lookUps, Rankings rankings, RankingCache cache, StepReader reader, RankingSetup setup) {
        this.lookUps = lookUps;
        this.rankings = rankings;
        this.cache = cache;
        this.reader = reader;
        this.setup = setup;
    }

    Instant now() {
        return setup.now();
    }

    /**
     * What was asked as it stands now. Fails with 404 for an unknown campaign, with 422 for what can't be asked of it, or
     * not so far back.
     *
     * @param asked without a window, which each step has of its own
     */
    Uni<Current> current(String campaign, RankingParameters asked, HistorySteps steps) {
        return lookUps.campaign(campaign)
                .map(known -> asked(known.withMinSamples(minSamples(known, steps.step())), asked, steps))
                .chain(question -> lookUps.pulse(question.whole()).map(pulse -> current(question, pulse)));
    }

    private Question asked(RankableCampaign campaign, RankingParameters asked, HistorySteps steps) {
        List<RankingQuestion> questions = steps.ends().stream()
                .map(end -> setup.question(campaign, asked.over(steps.step(), end)))
                .toList();
        questions.forEach(question -> requireKept(question, steps.step()));
        RankingQuestion last = setup.question(campaign, asked.over(steps.step(), steps.until()));
        return new Question(
                questions,
                questions.isEmpty() ? last : last.since(questions.get(0).from()),
                steps.step());
    }

    private void requireKept(RankingQuestion question, Duration step) {
        boolean whole = question.covered().resolution() == null
                ? !question.from().isBefore(reader.keptSince(question.askedAt()))
                : question.to().equals(question.asOf())
                        && Duration.between(question.from(), question.to()).equals(step);
        new Violations()
                .addUnless(
                        whole,
                        "step",
                        "must be longer for steps as old as " + question.asOf() + ": nothing as fine as " + step
                                + " is kept of then")
                .throwIfAny();
    }

    private Current current(Question asked, Pulse pulse) {
        return new Current(
                asked,
                pulse,
                setup.tag(asked.whole(), pulse)
                        .bySteps(asked.steps().stream()
                                .map(RankingQuestion::covered)
                                .toList()));
    }

    /** The history as it is sent; kept like rankings are. */
    Uni<Answer> answer(Current current) {
        return cache.answer(
                current.tag(),
                () -> reader.read(current.asked().steps())
                        .onItem()
                        .transformToUniAndConcatenate(rankings::point)
                        .collect()
                        .asList()
                        .map(points -> answer(current, points)));
    }

    private Answer answer(Current current, List<HistoryView.Point> points) {
        RankingQuestion whole = current.asked().whole();
        RankableCampaign campaign = whole.campaign();
        Pulse pulse = current.pulse();
        var view = new HistoryView(
                campaign.name(),
                campaign.model(),
                whole.metric().key(),
                whole.statisticKey(),
                pulse.revision(),
                setup.now(),
                current.asked().step().toString(),
                whole.specVersion(),
                whole.connection().key(),
                whole.vantages(),
                campaign.ranking().minSamples(),
                points);
        return new Answer(cache.bytes(view), pulse.revision(), current.tag(), whole.validUntil(pulse));
    }

    private static int minSamples(RankableCampaign campaign, Duration step) {
        double share = step.toSeconds() / (double) campaign.ranking().window().toSeconds();
        return Math.max(
                LEAST_SAMPLES, (int) Math.ceil(share * campaign.ranking().minSamples()));
    }

    /**
     * What was asked.
     *
     * @param steps in the order of time
     * @param whole all of them as one
     */
    record Question(List<RankingQuestion> steps, RankingQuestion whole, Duration step) {}

    /** What was asked and the tag of its answer. */
    record Current(Question asked, Pulse pulse, RankingTag tag) {}
}
