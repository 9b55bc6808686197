package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignDocument.BudgetDocument;
import dev.evenkeel.campaign.CampaignDocument.MessageDocument;
import dev.evenkeel.campaign.CampaignDocument.PriceDocument;
import dev.evenkeel.campaign.CampaignDocument.PromptDocument;
import dev.evenkeel.campaign.CampaignDocument.RankingDocument;
import dev.evenkeel.campaign.CampaignDocument.RoundsDocument;
import dev.evenkeel.campaign.CampaignDocument.ScheduleDocument;
import dev.evenkeel.campaign.CampaignDocument.SloDocument;
import dev.evenkeel.campaign.CampaignDocument.TargetDocument;
import dev.evenkeel.campaign.CampaignDocument.TimeoutsDocument;
import dev.evenkeel.campaign.CampaignDocument.WorkloadDocument;
import dev.evenkeel.campaign.CampaignSpec.Prompt;
import dev.evenkeel.campaign.CampaignSpec.Target;
import dev.evenkeel.campaign.CampaignSpec.Workload;
import dev.evenkeel.campaign.RankableCampaign.RankingDefaults;
import dev.evenkeel.measurement.ProbeTimeouts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The inverse of {@link SpecReader}: a document that says everything, defaults included, save what the version before would
 * not read: campaigns that use nothing new go on beside it.
 */
final class SpecWriter {
    private SpecWriter() {}

    static CampaignDocument write(CampaignSpec spec) {
        return new CampaignDocument(
                spec.description(),
                spec.model(),
                spec.targets().stream().map(SpecWriter::target).toList(),
                workload(spec.workload()),
                spec.schedule().match(SpecWriter::interval, SpecWriter::cron, manual -> manual()),
                new RoundsDocument(
                        spec.rounds().count(), spec.rounds().spacing().toString()),
                timeouts(spec.timeouts()),
                spec.slo() == null
                        ? null
                        : new SloDocument(spec.slo().ttftMs(), spec.slo().itlMs()),
                ranking(spec.ranking()),
                spec.budget() == null
                        ? null
                        : new BudgetDocument(
                                spec.budget().probesPerDay(), spec.budget().costPerDay()),
                spec.pauseOnFailure(),
                spec.connections().key(),
                spec.vantages().equals(CampaignSpec.DEFAULT_VANTAGES) ? null : List.copyOf(spec.vantages()));
    }

    private static TargetDocument target(Target target) {
        PriceDocument price = target.price() == null
                ? null
                : new PriceDocument(
                        target.price().inputPerMillion(),
                        target.price().outputPerMillion(),
                        target.price().currency());
        return new TargetDocument(
                target.ref().provider(),
                target.ref().model(),
                target.request().isEmpty() ? null : target.request(),
                price);
    }

    static WorkloadDocument workload(Workload workload) {
        return new WorkloadDocument(
                workload.prompt().match(SpecWriter::synthetic, SpecWriter::fixed),
                workload.maxOutputTokens(),
                workload.temperature(),
                workload.cache().name().toLowerCase(Locale.ROOT));
    }

    private static PromptDocument synthetic(Prompt.Synthetic prompt) {
        return new PromptDocument("synthetic", prompt.inputTokens(), null);
    }

    private static PromptDocument fixed(Prompt.Fixed prompt) {
        return new PromptDocument(
                "fixed",
                null,
                prompt.messages().stream()
                        .map(message -> new MessageDocument(message.role(), message.content()))
                        .toList());
    }

    private static ScheduleDocument interval(ScheduleSpec.Interval schedule) {
        return new ScheduleDocument(
                schedule.interval().toString(),
                schedule.phase().toString(),
                null,
                null,
                null,
                schedule.jitter().toString(),
                schedule.overlap().name(),
                schedule.catchupWindow().toString(),
                text(schedule.limits().startAt()),
                text(schedule.limits().endAt()),
                schedule.limits().remainingRuns());
    }

    private static ScheduleDocument cron(ScheduleSpec.Cron schedule) {
        return new ScheduleDocument(
                null,
                null,
                schedule.line(),
                schedule.zone().getId(),
                null,
                schedule.jitter() == null ? null : schedule.jitter().toString(),
                schedule.overlap().name(),
                schedule.catchupWindow() == null
                        ? null
                        : schedule.catchupWindow().toString(),
                text(schedule.limits().startAt()),
                text(schedule.limits().endAt()),
                schedule.limits().remainingRuns());
    }

    private static ScheduleDocument manual() {
        return new ScheduleDocument(null, null, null, null, true, null, null, null, null, null, null);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static TimeoutsDocument timeouts(ProbeTimeouts timeouts) {
        return new TimeoutsDocument(
                timeouts.connect().toString(),
                timeouts.firstToken().toString(),
                timeouts.stall().toString(),
                timeouts.total().toString());
    }

    private static RankingDocument ranking(RankingDefaults ranking) {
        return new RankingDocument(
                ranking.metric().key(),
                ranking.statistic().key(),
                ranking.window().toString(),
                ranking.minSamples(),
                ranking.minAvailability(),
                ranking.idleThreshold().toString());
    }
}
