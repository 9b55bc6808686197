package dev.evenkeel.probe;

import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.SuspectCause;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells our failures from the providers'. A round whose control was measured wrongly was timed wrongly by us, and all
 * its samples are suspect: each is held until the control has been read. A round in which every target, on two or more
 * hosts, failed before any response head was our network's fault, and its samples are suspect: such failures are held
 * until a head of the round arrives, which clears them, or until all its probes have ended.
 *
 * <p>A probe that our own rules refused was not sent and says nothing either way: its sample is never suspect, and its
 * host counts for nothing. No failure is held where the round asks one host only. Every method gives what may be
 * published now, each sample once. Thread-safe.
 */
final class RoundVerdict {
    /**
     * A probe with what its round says about it.
     *
     * @param cause why its sample is suspect; absent where it is not
     */
    record Judged(
            PreparedProbe probe,
            ProbeResult result,
            @Nullable SuspectCause cause,
            @Nullable Long controlErrorNs) {
        Sample toSample() {
            return result.toSample(probe, cause, controlErrorNs);
        }
    }

    private record Ended(PreparedProbe probe, ProbeResult result) {}

    private final List<Ended> held = new ArrayList<>();
    private int outstanding;
    private boolean decided;
    private @Nullable ControlReading control;

    /** @param controlled whether a control is asked beside the round */
    RoundVerdict(List<PreparedProbe> probes, boolean controlled) {
        this.outstanding = probes.size();
        this.decided = hosts(probes) < 2;
        this.control = controlled ? null : ControlReading.NONE;
    }

    synchronized List<Judged> controlled(ControlReading reading) {
        control = reading;
        return release();
    }

    synchronized List<Judged> headArrived() {
        decided = true;
        return release();
    }

    synchronized List<Judged> ended(PreparedProbe probe, ProbeResult result) {
        outstanding--;
        decided |= result.httpStatus() != null;
        held.add(new Ended(probe, result));
        return release();
    }

    /** Decides by the probes that have ended, as it has to where the others and the control can't be waited for. */
    synchronized List<Judged> conclude() {
        outstanding = 0;
        control = control == null ? ControlReading.NONE : control;
        return release();
    }

    /** Whether all is told. */
    synchronized boolean complete() {
        return outstanding <= 0 && held.isEmpty() && control != null;
    }

    private List<Judged> release() {
        ControlReading reading = control;
        List<Judged> released = new ArrayList<>();
        if (reading == null) {
            return released;
        }
        boolean networks = !decided && outstanding <= 0 && hosts(failedBeforeHead()) >= 2;
        for (Iterator<Ended> each = held.iterator(); each.hasNext(); ) {
            Ended ended = each.next();
            if (decided || outstanding <= 0 || !ended.result().beforeHead()) {
                each.remove();
                released.add(judged(ended, reading, networks));
            }
        }
        return released;
    }

    private static Judged judged(Ended ended, ControlReading reading, boolean networks) {
        ProbeResult result = ended.result();
        SuspectCause cause = result.ownCause();
        if (reading.off()) {
            cause = SuspectCause.CONTROL;
        }
        if (networks && result.beforeHead()) {
            cause = SuspectCause.NETWORK;
        }
        boolean sent = result.outcome() != Outcome.REFUSED_BY_POLICY;
        return new Judged(ended.probe(), result, sent ? cause : null, sent ? reading.errorNs() : null);
    }

    private List<PreparedProbe> failedBeforeHead() {
        return held.stream()
                .filter(ended -> ended.result().beforeHead())
                .map(Ended::probe)
                .toList();
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
