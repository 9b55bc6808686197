package dev.evenkeel.campaign;

import dev.evenkeel.measurement.Account;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundSeed;
import dev.evenkeel.measurement.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What providers allow while rounds are claimed: a target whose account has asked to wait, or has as many probes in a minute
 * as it may have, is not asked in that round. Counts what it lets pass. Not thread-safe.
 */
final class SendingLimits {
    private final Map<Account, Instant> coolDowns;
    private final Map<Account, Integer> perMinute;
    private final Map<Account, NavigableMap<Long, Integer>> planned;
    private final Map<Account, NavigableMap<Long, Integer>> added = new HashMap<>();
    private final Duration minute;

    /**
     * @param coolDowns until when accounts asked to be left alone
     * @param perMinute how many probes accounts may have; those that are absent, any number
     * @param planned how many probes are planned already for each second of the epoch
     * @param minute how far apart instants must be for their probes to be a minute apart, however late each is sent
     */
    SendingLimits(
            Map<Account, Instant> coolDowns,
            Map<Account, Integer> perMinute,
            Map<Account, NavigableMap<Long, Integer>> planned,
            Duration minute) {
        this.coolDowns = Map.copyOf(coolDowns);
        this.perMinute = Map.copyOf(perMinute);
        this.planned = new HashMap<>(planned);
        this.minute = minute;
    }

    /** Of rounds of accounts that nothing is known of. */
    static SendingLimits none() {
        return new SendingLimits(Map.of(), Map.of(), Map.of(), Duration.ZERO);
    }

    /**
     * Those of a round's targets that may not be asked, and why. Which of several goes without is another one from round to
     * round.
     */
    Map<UUID, String> refusals(RunPlan plan, UUID runId, int round, Instant at) {
        if (coolDowns.isEmpty() && perMinute.isEmpty()) {
            return Map.of();
        }
        int probes = plan.probesOfTarget();
        Map<UUID, String> refusals = new LinkedHashMap<>();
        for (ProbeTarget target : new RoundSeed(runId, round, Vantage.DEFAULT).shuffled(plan.targets())) {
            String refusal = refusal(Account.of(target), probes, at);
            if (refusal != null) {
                refusals.put(target.id(), refusal);
            }
        }
        return refusals;
    }

    private @Nullable String refusal(Account account, int probes, Instant at) {
        Instant until = coolDowns.get(account);
        if (until != null && at.isBefore(until)) {
            return "cool-down: the provider asked to wait, nothing is sent until "
                    + until.truncatedTo(ChronoUnit.MILLIS);
        }
        Integer allowed = perMinute.get(account);
        if (allowed == null) {
            return null;
        }
        NavigableMap<Long, Integer> seconds = planned.computeIfAbsent(account, known -> new TreeMap<>());
        long since = at.minus(minute).getEpochSecond();
        int already = seconds.tailMap(since, true).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        if (already + probes > allowed) {
            return "requestsPerMinute: " + allowed + " a minute may be sent, " + already
                    + " are planned, and this takes " + probes;
        }
        seconds.merge(at.getEpochSecond(), probes, Integer::sum);
        added.computeIfAbsent(account, known -> new TreeMap<>()).merge(at.getEpochSecond(), probes, Integer::sum);
        return null;
    }

    /** What has been let pass of accounts with a limit, by second. */
    Map<Account, NavigableMap<Long, Integer>> added() {
        return Collections.unmodifiableMap(added);
    }
}
