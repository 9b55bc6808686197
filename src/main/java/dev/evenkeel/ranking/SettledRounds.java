package dev.evenkeel.ranking;

import dev.evenkeel.samples.WindowSample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Leaves out the rounds that are still under way: their fast answers are in and their slow ones are not,
 * so that counting what is there would flatter whoever is slow or about to time out. A round counts once
 * each of its targets has answered on the kind of connection that is ranked, or once no answer can come any more.
 */
final class SettledRounds {
    private SettledRounds() {}

    /**
     * The samples of the rounds that count.
     *
     * @param samples of one kind of connection
     * @param targets those that must have answered for a round to be whole
     * @param settledBefore rounds scheduled before it count as they are
     */
    static List<WindowSample> of(List<WindowSample> samples, Set<UUID> targets, Instant settledBefore) {
        Map<Round, Long> young = samples.stream()
                .filter(sample -> !sample.scheduledAt().isBefore(settledBefore))
                .filter(sample -> targets.contains(sample.targetId()))
                .collect(Collectors.groupingBy(Round::of, Collectors.counting()));
        return samples.stream()
                .filter(sample -> sample.scheduledAt().isBefore(settledBefore)
                        || young.getOrDefault(Round.of(sample), 0L) >= targets.size())
                .toList();
    }
}
