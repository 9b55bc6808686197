package dev.evenkeel.campaign;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Which of a run's targets may not be asked in which of its rounds, and why; kept, so that a round that is published again is the same. */
record Refusals(Map<Integer, Map<UUID, String>> byRound) {
    static final Refusals NONE = new Refusals(Map.of());

    Refusals {
        byRound = Map.copyOf(byRound);
    }

    Map<UUID, String> of(int round) {
        return byRound.getOrDefault(round, Map.of());
    }

    /** Without those of earlier rounds. */
    Refusals since(int first) {
        Map<Integer, Map<UUID, String>> later = new HashMap<>(byRound);
        later.keySet().removeIf(round -> round < first);
        return new Refusals(later);
    }

    Refusals with(int round, Map<UUID, String> refused) {
        Map<Integer, Map<UUID, String>> all = new HashMap<>(byRound);
        all.put(round, refused);
        return new Refusals(all);
    }
}
