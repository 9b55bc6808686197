package dev.evenkeel.probe;

import io.netty.util.concurrent.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How many streams this process follows at once, and which rounds wait for there to be fewer, first come first served. A
 * round gets all its slots together or none, so that its probes start together. Thread-safe.
 */
@ApplicationScoped
class StreamSlots {
    /** Told one of the two, once. */
    interface Applicant {
        /** The slots are held from now on, each until {@link StreamSlots#release}. */
        void granted();

        /** The slots did not come free in time, or there are not as many. */
        void expired();
    }

    /** Compared by identity: a round may stand in line more than once. */
    private static final class Turn {
        private final int slots;
        private final Applicant applicant;
        private @Nullable Future<?> expiry;

        Turn(int slots, Applicant applicant) {
            this.slots = slots;
            this.applicant = applicant;
        }
    }

    private final ProbeClient client;
    private final int max;
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private int taken;

    StreamSlots(ProbeClient client, ProberConfig config) {
        this.client = client;
        this.max = config.maxStreams();
        if (max < 1) {
            throw new IllegalArgumentException("evenkeel.prober.max-streams must be at least 1");
        }
    }

    /**
     * Grants the slots at once where they are free and nobody waits, else as soon as it is this applicant's turn.
     *
     * @param patienceNs how long to wait
     */
    void apply(int slots, long patienceNs, Applicant applicant) {
        if (slots > max) {
            applicant.expired();
            return;
        }
        if (takeOrWait(slots, patienceNs, applicant)) {
            applicant.granted();
        }
    }

    private synchronized boolean takeOrWait(int slots, long patienceNs, Applicant applicant) {
        if (waiting.isEmpty() && taken + slots <= max) {
            taken += slots;
            return true;
        }
        Turn turn = new Turn(slots, applicant);
        waiting.addLast(turn);
        turn.expiry = client.after(Math.max(0, patienceNs), () -> expire(turn));
        return false;
    }

    private void expire(Turn turn) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(turn);
        }
        if (waited) {
            turn.applicant.expired();
            // Whoever stood behind may need fewer.
            admit();
        }
    }

    /** Gives one slot back. */
    void release() {
        synchronized (this) {
            if (taken == 0) {
                throw new IllegalStateException("a slot was given back that nobody holds");
            }
            taken--;
        }
        admit();
    }

    /** How many streams are followed now, those among them that wait for a permit of their provider. */
    synchronized int taken() {
        return taken;
    }

    private void admit() {
        for (Turn next = next(); next != null; next = next()) {
            // On a thread of the prober's: whoever gave the slot back is not to start another round's probes.
            client.execute(next.applicant::granted);
        }
    }

    private synchronized @Nullable Turn next() {
        Turn first = waiting.peekFirst();
        if (first == null || taken + first.slots > max) {
            return null;
        }
        taken += first.slots;
        if (first.expiry != null) {
            first.expiry.cancel(false);
        }
        return waiting.removeFirst();
    }
}
