package dev.evenkeel.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells our network's failures from the providers'. A round in which every target, on two or more hosts,
 * failed before any response head was our network's fault, and its samples are suspect. Such failures are
 * therefore held until a head of the round arrives, which clears them, or until all its probes have ended.
 *
 * <p>A probe that our own rules refused was not sent and says nothing either way: its sample is never held
 * nor suspect, and its host counts for nothing. Nothing is held where the round asks one host only. Every
 * method gives what may be published now, each sample once. Thread-safe.
 */
final class RoundVerdict {
    /** @param suspect whether the failure was our network's */
    record Judged(PreparedProbe probe, ProbeResult result, boolean suspect) {}

    private record Ended(PreparedProbe probe, ProbeResult result) {}

    private final List<Ended> held = new ArrayList<>();
    private int outstanding;
    private boolean decided;

    RoundVerdict(List<PreparedProbe> probes) {
        this.outstanding = probes.size();
        this.decided = hosts(probes) < 2;
    }

    synchronized List<Judged> headArrived() {
        decided = true;
        return release(false);
    }

    synchronized List<Judged> ended(PreparedProbe probe, ProbeResult result) {
        outstanding--;
        List<Judged> released = new ArrayList<>();
        if (result.beforeHead()) {
            held.add(new Ended(probe, result));
        } else {
            decided |= result.httpStatus() != null;
            released.add(new Judged(probe, result, false));
        }
        if (decided) {
            released.addAll(release(false));
        } else if (outstanding == 0) {
            released.addAll(conclude());
        }
        return released;
    }

    /** Decides by the probes that have ended, as it has to where the others can't be waited for. */
    synchronized List<Judged> conclude() {
        boolean ours = !decided && hosts(held.stream().map(Ended::probe).toList()) >= 2;
        decided = true;
        return release(ours);
    }

    /** Whether all probes have ended. */
    synchronized boolean complete() {
        return outstanding == 0;
    }

    private List<Judged> release(boolean suspect) {
        List<Judged> released = held.stream()
                .map(ended -> new Judged(ended.probe(), ended.result(), suspect))
                .toList();
        held.clear();
        return released;
    }

    private static long hosts(List<PreparedProbe> probes) {
        return probes.stream()
                .map(probe -> probe.fold(
                        request -> Optional.of(request.origin().host()), refusal -> Optional.<String>empty()))
                .flatMap(Optional::stream)
                .distinct()
                .count();
    }
}
