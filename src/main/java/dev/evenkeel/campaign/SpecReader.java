package dev.evenkeel.campaign;

import dev.evenkeel.campaign.CampaignDocument.RankingDocument;
import dev.evenkeel.campaign.CampaignDocument.RoundsDocument;
import dev.evenkeel.campaign.CampaignDocument.SloDocument;
import dev.evenkeel.campaign.CampaignDocument.TimeoutsDocument;
import dev.evenkeel.campaign.CampaignSpec.Rounds;
import dev.evenkeel.campaign.RankableCampaign.RankingDefaults;
import dev.evenkeel.http.FieldReader;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.Slo;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.measurement.Vantage;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a specification of a client's document. Pure: judges the document alone. Whether its providers exist
 * and its schedule ever fires is {@link Admission}'s question.
 */
final class SpecReader {
    private static final int MAX_NAME_LENGTH = 200;
    private static final int MAX_DESCRIPTION_LENGTH = 1000;
    private static final int MAX_VANTAGES = 20;
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final double MAX_SLO_MS = 3_600_000;

    private final Violations violations;
    private final FieldReader fields;

    private SpecReader(Violations violations) {
        this.violations = violations;
        this.fields = new FieldReader(violations);
    }

    /**
     * The document with its defaults filled in.
     *
     * @throws ProblemException 422 with everything that is wrong with it
     */
    static CampaignSpec read(CampaignDocument document) {
        Violations violations = new Violations();
        CampaignSpec spec = read(document, violations);
        violations.throwIfAny();
        return spec;
    }

    /** The same, adding what is wrong to {@code violations}; the specification is good only if nothing is. */
    static CampaignSpec read(CampaignDocument document, Violations violations) {
        return new SpecReader(violations).spec(document);
    }

    private CampaignSpec spec(CampaignDocument document) {
        return new CampaignSpec(
                description(document.description()),
                fields.text(document.model(), "model", MAX_NAME_LENGTH),
                new TargetReader(violations).read(document.targets()),
                new WorkloadReader(violations).read(document.workload()),
                new ScheduleReader(violations).read(document.schedule()),
                rounds(document.rounds()),
                timeouts(document.timeouts()),
                slo(document.slo()),
                ranking(document.ranking()),
                new BudgetReader(violations).read(document.budget()),
                Boolean.TRUE.equals(document.pauseOnFailure()),
                orElse(
                        fields.oneOf(document.connections(), "connections", Connections.values(), Connections::key),
                        Connections.REUSE),
                vantages(document.vantages()));
    }

    private @Nullable String description(@Nullable String description) {
        return description == null ? null : fields.text(description, "description", MAX_DESCRIPTION_LENGTH);
    }

    private Rounds rounds(@Nullable RoundsDocument rounds) {
        Rounds ifAbsent = Rounds.DEFAULT;
        return rounds == null
                ? ifAbsent
                : new Rounds(
                        fields.integer(rounds.count(), "rounds.count", ifAbsent.count(), 1, 1000),
                        fields.duration(
                                rounds.spacing(), "rounds.spacing", ifAbsent.spacing(), Duration.ofMillis(10), HOUR));
    }

    private ProbeTimeouts timeouts(@Nullable TimeoutsDocument timeouts) {
        if (timeouts == null) {
            return CampaignSpec.DEFAULT_TIMEOUTS;
        }
        Duration total = timeout(timeouts.total(), "total", CampaignSpec.DEFAULT_TIMEOUTS.total());
        ProbeTimeouts read = new ProbeTimeouts(
                timeout(timeouts.connect(), "connect", atMost(total, CampaignSpec.DEFAULT_TIMEOUTS.connect())),
                timeout(timeouts.firstToken(), "firstToken", atMost(total, CampaignSpec.DEFAULT_TIMEOUTS.firstToken())),
                timeout(timeouts.stall(), "stall", CampaignSpec.DEFAULT_TIMEOUTS.stall()),
                total);
        notMoreThanTotal(read.connect(), "connect", read);
        notMoreThanTotal(read.firstToken(), "firstToken", read);
        return read;
    }

    private Duration timeout(@Nullable String value, String name, Duration defaultValue) {
        return fields.duration(value, "timeouts." + name, defaultValue, MILLISECOND, HOUR);
    }

    /** Who asks for a short total alone must not have to shorten the rest by hand. */
    private static Duration atMost(Duration total, Duration defaultValue) {
        return defaultValue.compareTo(total) > 0 ? total : defaultValue;
    }

    private void notMoreThanTotal(Duration phase, String name, ProbeTimeouts timeouts) {
        violations.addUnless(
                phase.compareTo(timeouts.total()) <= 0,
                "timeouts." + name,
                "must not be more than timeouts.total, which is " + timeouts.total());
    }

    private @Nullable Slo slo(@Nullable SloDocument slo) {
        if (slo == null) {
            return null;
        }
        violations.addUnless(slo.ttftMs() != null || slo.itlMs() != null, "slo", "must have ttftMs or itlMs");
        return new Slo(bound(slo.ttftMs(), "slo.ttftMs"), bound(slo.itlMs(), "slo.itlMs"));
    }

    private @Nullable Double bound(@Nullable Double value, String field) {
        return value == null ? null : fields.number(value, field, MAX_SLO_MS, 0.001, MAX_SLO_MS);
    }

    private RankingDefaults ranking(@Nullable RankingDocument ranking) {
        RankingDefaults ifAbsent = CampaignSpec.DEFAULT_RANKING;
        if (ranking == null) {
            return ifAbsent;
        }
        return new RankingDefaults(
                orElse(
                        fields.oneOf(ranking.metric(), "ranking.metric", Metric.values(), Metric::key),
                        ifAbsent.metric()),
                orElse(
                        fields.oneOf(ranking.statistic(), "ranking.statistic", Statistic.values(), Statistic::key),
                        ifAbsent.statistic()),
                fields.duration(
                        ranking.window(),
                        "ranking.window",
                        ifAbsent.window(),
                        Duration.ofMinutes(1),
                        Duration.ofDays(31)),
                fields.integer(ranking.minSamples(), "ranking.minSamples", ifAbsent.minSamples(), 1, 1_000_000),
                fields.number(ranking.minAvailability(), "ranking.minAvailability", ifAbsent.minAvailability(), 0, 1),
                fields.duration(
                        ranking.idleThreshold(),
                        "ranking.idleThreshold",
                        ifAbsent.idleThreshold(),
                        MILLISECOND,
                        ScheduleReader.MAX_INTERVAL));
    }

    /** Generated clients send an empty list for none at all. */
    private List<String> vantages(@Nullable List<@Nullable String> vantages) {
        if (vantages == null || vantages.isEmpty()) {
            return CampaignSpec.DEFAULT_VANTAGES;
        }
        violations.addUnless(
                vantages.size() <= MAX_VANTAGES, "vantages", "must have at most " + MAX_VANTAGES + " names");
        Set<String> read = new LinkedHashSet<>();
        for (int i = 0; i < vantages.size(); i++) {
            String name = vantages.get(i);
            boolean valid = name != null && Vantage.isValid(name);
            violations.addUnless(valid, "vantages[" + i + "]", Vantage.EXPECTED);
            if (name != null && valid) {
                violations.addUnless(read.add(name), "vantages[" + i + "]", "must not be there twice: " + name);
            }
        }
        return List.copyOf(read);
    }

    private static <T> T orElse(@Nullable T value, T ifAbsent) {
        return value == null ? ifAbsent : value;
    }
}
