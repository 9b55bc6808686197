package dev.evenkeel.probe;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many probes are under way at each provider, and who waits there for one of them to end, first come
 * first served. Providers are told apart by base URL, since several may share an origin, and whoever asks
 * the same one shares its permits. Confined to one event loop.
 */
final class Permits {
    /** Told one of the two, once. */
    interface Applicant {
        /** A permit is held from now on, until {@link Permits#release}. */
        void granted();

        /** No permit came free in time. */
        void expired();
    }

    private final EventLoop loop;
    private final LongSupplier nanoTime;
    private final Map<URI, Desk> desks = new HashMap<>();

    Permits(EventLoop loop, LongSupplier nanoTime) {
        this.loop = loop;
        this.nanoTime = nanoTime;
    }

    /**
     * Grants a permit at once where one is free and nobody waits, else as soon as it is this applicant's
     * turn.
     *
     * @param allowed how many may be under way for this applicant to join them
     * @param deadline how long to wait, as a {@code System.nanoTime()} value
     */
    void apply(URI baseUrl, int allowed, long deadline, Applicant applicant) {
        Desk desk = desks.computeIfAbsent(baseUrl, url -> new Desk());
        if (desk.waiting.isEmpty() && desk.underWay < allowed) {
            desk.underWay++;
            applicant.granted();
        } else {
            desk.enqueue(baseUrl, allowed, deadline, applicant);
        }
    }

    void release(URI baseUrl) {
        Desk desk = desks.get(baseUrl);
        if (desk == null || desk.underWay == 0) {
            throw new IllegalStateException("a permit was given back that nobody holds");
        }
        desk.underWay--;
        desk.admit(baseUrl);
    }

    private final class Desk {
        private final Deque<Turn> waiting = new ArrayDeque<>();
        private int underWay;

        void enqueue(URI baseUrl, int allowed, long deadline, Applicant applicant) {
            Turn turn = new Turn(allowed, applicant);
            waiting.addLast(turn);
            turn.expiry =
                    loop.schedule(() -> expire(baseUrl, turn), deadline - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
        }

        private void expire(URI baseUrl, Turn turn) {
            if (waiting.remove(turn)) {
                // Whoever stood behind may be allowed more.
                admit(baseUrl);
                turn.applicant.expired();
            }
        }

        /** Each on a turn of the loop of its own: one that ends at once must not admit the next from within. */
        void admit(URI baseUrl) {
            while (!waiting.isEmpty() && underWay < waiting.getFirst().allowed) {
                Turn next = waiting.removeFirst();
                next.stopWaiting();
                underWay++;
                loop.execute(next.applicant::granted);
            }
            if (underWay == 0 && waiting.isEmpty()) {
                desks.remove(baseUrl);
            }
        }
    }

    private static final class Turn {
        private final int allowed;
        private final Applicant applicant;
        private @Nullable ScheduledFuture<?> expiry;

        Turn(int allowed, Applicant applicant) {
            this.allowed = allowed;
            this.applicant = applicant;
        }

        void stopWaiting() {
            if (expiry != null) {
                expiry.cancel(false);
            }
        }
    }
}
