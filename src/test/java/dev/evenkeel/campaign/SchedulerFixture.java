package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.campaign.CampaignSpec.Budget;
import dev.evenkeel.campaign.CampaignSpec.Rounds;
import dev.evenkeel.campaign.CampaignSpec.Target;
import dev.evenkeel.campaign.ScheduleSpec.Interval;
import dev.evenkeel.campaign.ScheduleSpec.Limits;
import dev.evenkeel.campaign.ScheduleSpec.Overlap;
import dev.evenkeel.catalog.Provider;
import dev.evenkeel.catalog.Providers;
import dev.evenkeel.http.PageRequest;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Price;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.TargetRef;
import dev.evenkeel.samples.CampaignLookup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A campaign {@code c} of two targets on a real database, with a settable clock and manual ticks. */
@Alternative
@Singleton
class SchedulerFixture {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    @Inject
    SettableStoreClock clock;

    @Inject
    RecordingRoundPublisher publisher;

    @Inject
    SampleLogInMemory samples;

    @Inject
    SchedulerTick scheduler;

    @Inject
    FiringClaim firings;

    @Inject
    RoundDispatch rounds;

    @Inject
    CampaignControl campaigns;

    @Inject
    CampaignQueries campaignQueries;

    @Inject
    RunQueries runQueries;

    @Inject
    CampaignLookup lookup;

    @Inject
    Providers providers;

    @Inject
    Pool pool;

    void emptyStoreAtNoon() {
        sql("truncate run, campaign_spend, campaign_target, campaign, provider, provider_load");
        publisher.reset();
        samples.nobodyAsksToWait();
        clock.set("2026-11-24T12:00:00Z");
        for (String name : List.of("a", "b")) {
            URI url = URI.create("https://" + name + ".example/v1");
            await(providers.put(new Provider(name, url, Protocol.OPENAI_CHAT, "key-" + name, 4, null)));
        }
    }

    /** Says how many requests a minute that provider allows. */
    void allow(String provider, int perMinute) {
        Provider known = Objects.requireNonNull(
                await(providers.byName(List.of(provider))).get(provider), provider);
        await(providers.put(new Provider(
                provider, known.baseUrl(), known.protocol(), known.credential(), known.maxConcurrency(), perMinute)));
    }

    static Interval everyFiveMinutes(Overlap overlap, Limits limits) {
        return new Interval(FIVE_MINUTES, Duration.ZERO, Duration.ZERO, overlap, FIVE_MINUTES, limits);
    }

    static Interval everyFiveMinutes() {
        return everyFiveMinutes(Overlap.SKIP, Limits.NONE);
    }

    /** Each probe of it costs 0.01 at most: 1,000 tokens of output at 10 a million. */
    static CampaignSpec spec(ScheduleSpec schedule, Rounds rounds, @Nullable Budget budget, boolean pauseOnFailure) {
        Price price = new Price(BigDecimal.ZERO, BigDecimal.TEN, "USD");
        CampaignSpec plain = CampaignSpec.of(
                "Model",
                List.of("a", "b").stream()
                        .map(name -> new Target(new TargetRef(name, "m"), Map.of("max_tokens", 1000), price))
                        .toList(),
                schedule);
        return with(plain, rounds, budget, pauseOnFailure);
    }

    /** Without prices, and with every default but these. */
    static CampaignSpec spec(ScheduleSpec schedule, Rounds rounds, String... providers) {
        CampaignSpec plain = CampaignSpec.of(
                "Model",
                List.of(providers).stream().map(name -> Target.of(name, "m")).toList(),
                schedule);
        return with(plain, rounds, null, false);
    }

    private static CampaignSpec with(
            CampaignSpec plain, Rounds rounds, @Nullable Budget budget, boolean pauseOnFailure) {
        return new CampaignSpec(
                null,
                plain.model(),
                plain.targets(),
                plain.workload(),
                plain.schedule(),
                rounds,
                plain.timeouts(),
                null,
                plain.ranking(),
                budget,
                pauseOnFailure,
                Connections.REUSE,
                plain.vantages());
    }

    /** The same on other connections. */
    static CampaignSpec on(Connections connections, CampaignSpec spec) {
        return copy(spec, connections, spec.vantages());
    }

    /** The same from these vantages. */
    static CampaignSpec from(List<String> vantages, CampaignSpec spec) {
        return copy(spec, spec.connections(), vantages);
    }

    private static CampaignSpec copy(CampaignSpec spec, Connections connections, List<String> vantages) {
        return new CampaignSpec(
                spec.description(),
                spec.model(),
                spec.targets(),
                spec.workload(),
                spec.schedule(),
                spec.rounds(),
                spec.timeouts(),
                spec.slo(),
                spec.ranking(),
                spec.budget(),
                spec.pauseOnFailure(),
                connections,
                vantages);
    }

    /** Tells whether it was created. */
    boolean put(CampaignSpec spec) {
        return await(campaigns.put("c", spec));
    }

    /** Of both providers; tells whether it was created. */
    boolean put(ScheduleSpec schedule, int rounds) {
        return put(spec(schedule, new Rounds(rounds, Duration.ofSeconds(2)), "a", "b"));
    }

    void tickAt(String instant) {
        clock.set(instant);
        tick();
    }

    void tick() {
        await(scheduler.tick());
    }

    /** So many processes tick at the same moment. */
    void tickTogether(int processes) {
        await(Uni.join()
                .all(Stream.generate(this::decideAndDispatch).limit(processes).toList())
                .andFailFast());
    }

    /** A tick without its process's gate, which would let only one of them in. */
    private Uni<Void> decideAndDispatch() {
        return firings.claim(clock.read())
                .chain(() -> rounds.dispatch(clock.read()))
                .replaceWithVoid();
    }

    /** Newest first. */
    List<RunView> runs() {
        return await(runQueries.list("c", new PageRequest(100, null))).items();
    }

    CampaignView campaign() {
        return await(campaignQueries.get("c")).view();
    }

    /** Says that all samples of all runs are stored. */
    void complete() {
        runs().forEach(run -> samples.store(run.id(), Map.of(Outcome.OK, (long) run.expected())));
    }

    /** Says that all samples of all runs are stored, and has the runs closed. */
    void completeAllRuns() {
        complete();
        tick();
        assertThat(runs()).extracting(RunView::state).containsOnly(RunState.COMPLETED);
    }

    /** All that the campaign ever had, by id. */
    Map<UUID, TargetRef> targets() {
        return await(lookup.targetsOf(await(lookup.idOf("c")).orElseThrow()));
    }

    long count(String query) {
        return await(pool.query(query).execute()).iterator().next().getLong(0);
    }

    void sql(String statement) {
        await(pool.query(statement).execute());
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(WAIT);
    }
}
