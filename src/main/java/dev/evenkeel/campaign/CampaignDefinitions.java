package dev.evenkeel.campaign;

import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.ResourceName;
import dev.evenkeel.http.WritePrecondition;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.SampleLog;
import dev.evenkeel.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.logging.Logger;

/** Creates, changes and removes campaigns. */
@Singleton
final class CampaignDefinitions {
    private static final Logger LOG = Logger.getLogger(CampaignDefinitions.class);

    private final Transactions transactions;
    private final CampaignRepository campaigns;
    private final Admission admission;
    private final SampleLog samples;
    private final StoreClock clock;

    CampaignDefinitions(
            Transactions transactions,
            CampaignRepository campaigns,
            Admission admission,
            SampleLog samples,
            StoreClock clock) {
        this.transactions = transactions;
        this.campaigns = campaigns;
        this.admission = admission;
        this.samples = samples;
        this.clock = clock;
    }

    /**
     * Creates or replaces a campaign; the same document again changes nothing.
     *
     * @param condition what must hold of the stored campaign, or the write is refused with 412
     * @return whether it was created, and its entity tag
     */
    Uni<Written> put(String name, CampaignDocument document, WritePrecondition condition) {
        ResourceName.require(name);
        return clock.now()
                .chain(now -> transactions.retrying(session -> admission
                        .admit(document, now)
                        .chain(spec -> campaigns
                                .lock(session, name)
                                .invoke(found -> condition.check(found.map(StoredCampaign::entityTag)))
                                .chain(found -> found.isPresent()
                                        ? replace(session, found.get(), spec, now)
                                        : create(session, name, spec, now)))))
                .invoke(written -> LOG.infof("campaign put campaign=%s created=%s", name, written.created()));
    }

    /**
     * Removes a campaign and all that was recorded of it. The samples go first, so that a failure leaves a
     * campaign that can be deleted again; those stored meanwhile go last. Each step is a transaction of its own:
     * none waits for a second connection while it holds one.
     */
    Uni<Void> delete(String name, WritePrecondition condition) {
        return transactions
                .in(session -> campaigns
                        .find(session, name)
                        .map(found -> found.orElseThrow(() -> ProblemException.notFound("campaign", name)))
                        .invoke(campaign -> condition.check(Optional.of(campaign.entityTag())))
                        .map(StoredCampaign::id))
                .call(samples::deleteCampaign)
                .call(id -> transactions.in(session -> campaigns
                        .lock(session, Set.of(id))
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : campaigns.delete(session, found.get(0)))))
                .chain(samples::deleteCampaign)
                .invoke(() -> LOG.infof("campaign deleted campaign=%s", name));
    }

    /**
     * What a write has led to.
     *
     * @param tag of what was written, whatever has become of it since
     */
    record Written(boolean created, String tag) {}

    private Uni<Written> create(Session session, String name, CampaignSpec spec, Instant now) {
        StoredCampaign campaign = new StoredCampaign(UUID.randomUUID(), name, spec, now);
        return session.persist(campaign)
                .chain(session::flush)
                .chain(() -> placeTargets(session, campaign.id(), spec, Map.of(), Map.of()))
                .replaceWith(() -> new Written(true, campaign.entityTag()));
    }

    private Uni<Written> replace(Session session, StoredCampaign campaign, CampaignSpec spec, Instant now) {
        return campaigns
                .targets(session, Set.of(campaign.id()))
                .chain(stored -> placeTargets(session, campaign.id(), spec, byRef(stored), requestsOf(campaign.spec())))
                .invoke(askedDifferently -> campaign.replace(spec, askedDifferently, now))
                .chain(session::flush)
                .replaceWith(() -> new Written(false, campaign.entityTag()));
    }

    private static Map<TargetRef, Map<String, Object>> requestsOf(CampaignSpec spec) {
        return spec.targets().stream()
                .collect(Collectors.toMap(CampaignSpec.Target::ref, CampaignSpec.Target::request));
    }

    private static Map<TargetRef, StoredTarget> byRef(List<StoredTarget> targets) {
        Map<TargetRef, StoredTarget> byRef = new HashMap<>();
        targets.forEach(target -> byRef.put(target.ref(), target));
        return byRef;
    }

    /** A target that comes back gets the row that it had. Tells whether one is asked with another request than before. */
    private static Uni<Boolean> placeTargets(
            Session session,
            UUID campaignId,
            CampaignSpec spec,
            Map<TargetRef, StoredTarget> stored,
            Map<TargetRef, Map<String, Object>> requests) {
        stored.values().forEach(StoredTarget::remove);
        List<StoredTarget> added = new ArrayList<>();
        boolean askedDifferently = false;
        for (int position = 0; position < spec.targets().size(); position++) {
            CampaignSpec.Target target = spec.targets().get(position);
            StoredTarget known = stored.get(target.ref());
            if (known == null) {
                known = new StoredTarget(UUID.randomUUID(), campaignId, target.ref(), position);
                added.add(known);
            }
            known.placeAt(position);
            askedDifferently |= known.askWith(target.request(), requests.get(target.ref()));
        }
        return session.persistAll(added.toArray()).chain(session::flush).replaceWith(askedDifferently);
    }
}
