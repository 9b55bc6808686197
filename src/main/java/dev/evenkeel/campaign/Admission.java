package dev.evenkeel.campaign;

import dev.evenkeel.catalog.Providers;
import dev.evenkeel.http.ResourceName;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.Vantage;
import dev.evenkeel.pipeline.Vantages;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Judges a campaign's document by what the document alone doesn't tell: the catalog and the time. */
@Singleton
final class Admission {
    private final Providers providers;
    private final Vantages vantages;

    Admission(Providers providers, Vantages vantages) {
        this.providers = providers;
        this.vantages = vantages;
    }

    /** The specification; fails with a problem that lists everything that is wrong. */
    Uni<CampaignSpec> admit(CampaignDocument document, Instant now) {
        Violations violations = new Violations();
        CampaignSpec spec = SpecReader.read(document, violations);
        return providers.byName(validNames(spec)).map(found -> {
            unknownProviders(spec, found.keySet(), violations);
            unknownVantages(document, violations);
            neverFires(spec, now, violations);
            RoundSize.check(spec, violations);
            BudgetReader.check(spec, violations);
            violations.throwIfAny();
            return spec;
        });
    }

    private static Set<String> validNames(CampaignSpec spec) {
        return spec.targets().stream()
                .map(target -> target.ref().provider())
                .filter(ResourceName::isValid)
                .collect(Collectors.toSet());
    }

    /** Targets were read in the client's order, and left out only where a violation says so already. */
    private static void unknownProviders(CampaignSpec spec, Set<String> known, Violations violations) {
        List<CampaignSpec.Target> targets = spec.targets();
        for (int i = 0; i < targets.size(); i++) {
            String name = targets.get(i).ref().provider();
            violations.addUnless(
                    known.contains(name) || !ResourceName.isValid(name),
                    "targets[" + i + "].provider",
                    "no such provider: " + name);
        }
    }

    /** A name that can't be one has a violation already. */
    private void unknownVantages(CampaignDocument document, Violations violations) {
        List<String> named = Objects.requireNonNullElse(document.vantages(), List.of());
        for (int i = 0; i < named.size(); i++) {
            String name = named.get(i);
            violations.addUnless(
                    name == null || !Vantage.isValid(name) || vantages.names().contains(name),
                    "vantages[" + i + "]",
                    "must be one of " + vantages.names() + ", where there are probers (" + Vantages.NAMES + ")");
        }
        violations.addUnless(
                !named.isEmpty() || vantages.names().contains(Vantage.DEFAULT),
                "vantages",
                "must be given: there are probers at " + vantages.names() + ", and none at " + Vantage.DEFAULT);
    }

    private static void neverFires(CampaignSpec spec, Instant now, Violations violations) {
        if (spec.schedule() instanceof ScheduleSpec.Cron cron && violations.isEmpty()) {
            boolean fires = Timetable.of(new UUID(0, 0), cron).nextAfter(now).isPresent();
            violations.addUnless(fires, "schedule.cron", "never fires again");
        }
    }
}
