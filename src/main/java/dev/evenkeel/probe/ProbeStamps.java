package dev.evenkeel.probe;

import dev.evenkeel.measurement.Clocks;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one attempt while it runs, as {@code System.nanoTime()} values; durations of the
 * connection's parts. Confined to one thread.
 */
final class ProbeStamps {
    private final long scheduled;
    private final long queuedNs;
    private final long start;
    private @Nullable Long dnsNs;
    private @Nullable Long tcpNs;
    private @Nullable Long tlsNs;
    private @Nullable Long connected;
    private boolean reused;
    private @Nullable Long sent;
    private @Nullable Long headers;
    private @Nullable Long firstByte;

    ProbeStamps(long scheduled, long queuedNs, long start) {
        this.scheduled = scheduled;
        this.queuedNs = queuedNs;
        this.start = start;
    }

    long start() {
        return start;
    }

    /** When the connection was ready, or the start where it has not been yet. */
    long readyAt() {
        return connected == null ? start : connected;
    }

    /** Absent while the request is not handed over as a whole. */
    @Nullable
    Long sentAt() {
        return sent;
    }

    boolean reused() {
        return reused;
    }

    void reuseConnection() {
        reused = true;
        dnsNs = 0L;
        tcpNs = 0L;
        tlsNs = 0L;
        connected = start;
    }

    void resolved(long tookNs) {
        dnsNs = tookNs;
    }

    void tcpConnected(long tookNs) {
        tcpNs = tookNs;
    }

    void tlsReady(long tookNs) {
        tlsNs = tookNs;
    }

    void connected(long at) {
        connected = at;
    }

    void sent(long at) {
        sent = at;
    }

    void headers(long at) {
        headers = at;
    }

    void body(long at) {
        if (firstByte == null) {
            firstByte = at;
        }
    }

    Clocks clocks(AnswerTally tally, long end) {
        return new Clocks(
                start - scheduled,
                queuedNs,
                dnsNs,
                tcpNs,
                tlsNs,
                sinceStart(connected),
                reused,
                sinceStart(sent),
                sinceStart(headers),
                sinceStart(firstByte),
                sinceStart(tally.firstTokenAt()),
                sinceStart(tally.firstAnswerAt()),
                sinceStart(tally.lastTokenAt()),
                end - start);
    }

    private @Nullable Long sinceStart(@Nullable Long at) {
        return at == null ? null : Long.valueOf(at - start);
    }
}
