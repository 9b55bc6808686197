package dev.evenkeel.probe;

import dev.evenkeel.measurement.Account;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.TimeoutPhase;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one probe: takes or opens a connection, sends, follows the stream, and tells once how it
 * ended. A reused connection that closes before any response byte was stale: one more attempt is made, on
 * a new connection and with new clocks. Confined to its lane's event loop.
 */
final class Probe implements ResponseListener, ConnectAttempt.Listener {
    private final ProbeOrder order;
    private final Lane lane;
    private final boolean staleRetry;
    private final ProbeListener listener;
    private final AnswerReader reader;
    private final Instant startedAt;
    private final ProbeStamps stamps;
    private final PhaseTimers timers;
    private final StallWatch watch;
    private final AnswerTally answer = new AnswerTally();
    private @Nullable ConnectAttempt connecting;
    private @Nullable Connection connection;
    private @Nullable Integer status;
    private @Nullable Duration retryAfter;
    private @Nullable ResponseBody body;
    private boolean bodySeen;
    private boolean finished;

    /** Its clocks start here. */
    private Probe(ProbeOrder order, Lane lane, boolean staleRetry, ProbeListener listener) {
        this.order = order;
        this.lane = lane;
        this.staleRetry = staleRetry;
        this.listener = listener;
        this.reader = StreamProtocol.of(order.target().protocol()).reader();
        this.startedAt = lane.now();
        this.watch = lane.watch();
        this.stamps = new ProbeStamps(order.scheduled(), order.queuedNs(), lane.nanoTime());
        this.timers = lane.timers(order.round().timeouts(), this::expired);
    }

    static void start(ProbeOrder order, Lane lane, ProbeListener listener) {
        new Probe(order, lane, false, listener).start();
    }

    private void start() {
        watch.stamp(stamps.start());
        Connection kept = staleRetry || order.arm() == ConnectionArm.FRESH
                ? null
                : lane.idleConnection(order.request().origin(), order.target().baseUrl());
        if (kept == null) {
            connect();
        } else {
            stamps.reuseConnection();
            send(kept);
        }
    }

    private void connect() {
        timers.connecting(order.round().timeouts().connect());
        ConnectAttempt attempt =
                lane.attempt(order.request().origin(), order.target().baseUrl(), stamps, this);
        connecting = attempt;
        attempt.start();
    }

    @Override
    public void connected(Connection opened) {
        timers.connected();
        watch.stamp(stamps.readyAt());
        lane.adopt(opened);
        send(opened);
    }

    @Override
    public void refused(String reason) {
        settle();
        watch.close(stallNs -> listener.ended(ProbeResult.refused(reason)));
    }

    @Override
    public void notConnected(Outcome outcome, String error) {
        long at = lane.nanoTime();
        watch.stamp(at);
        finish(outcome, null, error, at);
    }

    /** From the connection's being ready to the request's being handed over is our own time. A socket that takes no more is not. */
    private void send(Connection ready) {
        connection = ready;
        ready.send(order.request().toHttp(), this);
        Long sent = stamps.sentAt();
        watch.spent((sent == null ? lane.nanoTime() : sent) - stamps.readyAt());
    }

    @Override
    public void sent(long at) {
        stamps.sent(at);
        watch.stamp(at);
    }

    @Override
    public void head(HttpResponse head, long at) {
        stamps.headers(at);
        int code = head.status().code();
        status = code;
        listener.headArrived();
        Outcome outcome = outcomeOf(code);
        if (outcome == Outcome.RATE_LIMITED) {
            retryAfter = lane.coolDowns()
                    .rateLimited(Account.of(order.target()), head.headers().get(HttpHeaderNames.RETRY_AFTER))
                    .orElse(null);
        }
        if (outcome != Outcome.OK) {
            finish(outcome, null, "HTTP " + code, at);
            drain();
        } else {
            lane.body(head)
                    .ifPresentOrElse(
                            stream -> body = stream,
                            () -> abort(Outcome.STREAM_ERROR, null, "content encoding that was not asked for", at));
        }
    }

    /** Redirects are never followed: whatever is neither 200 nor an error is not what the protocol says. */
    private static Outcome outcomeOf(int status) {
        if (status == 200) {
            return Outcome.OK;
        }
        if (status == 429) {
            return Outcome.RATE_LIMITED;
        }
        return switch (status / 100) {
            case 4 -> Outcome.CLIENT_ERROR;
            case 5 -> Outcome.SERVER_ERROR;
            default -> Outcome.STREAM_ERROR;
        };
    }

    @Override
    public void body(ByteBuf bytes, long at, long read) {
        bodySeen = true;
        stamps.body(at);
        timers.read(at);
        answer.body(bytes.readableBytes(), read);
        if (body != null) {
            body.read(bytes, event -> event(event, at)).ifPresent(failure -> unreadable(failure, at));
        }
    }

    private void unreadable(String failure, long at) {
        if (!finished) {
            abort(Outcome.STREAM_ERROR, null, failure, at);
        }
    }

    private void event(ServerSentEvent event, long at) {
        if (finished) {
            return;
        }
        answer.event();
        StreamChunk chunk = reader.read(event);
        switch (chunk.kind()) {
            case PART -> part(chunk, at);
            case DONE -> {
                finishProperly(at);
                drain();
            }
            case ERROR -> abort(Outcome.STREAM_ERROR, null, "error event inside the stream", at);
            case MALFORMED -> abort(Outcome.STREAM_ERROR, null, "event that is not what the protocol says", at);
        }
    }

    private void part(StreamChunk chunk, long at) {
        boolean first = chunk.token() && !answer.hasToken();
        Long answeredBefore = answer.firstAnswerAt();
        answer.add(chunk, at);
        if (first || !Objects.equals(answeredBefore, answer.firstAnswerAt())) {
            watch.stamp(at);
        }
        if (chunk.token()) {
            watch.token(at);
        }
        if (first) {
            timers.firstToken();
        }
    }

    @Override
    public void end(boolean reusable, long at) {
        if (answer.finished() || !bodySeen) {
            finishProperly(at);
        } else {
            finish(Outcome.STREAM_ERROR, null, "stream ended before the answer did", at);
        }
        Connection used = connection;
        if (used != null && reusable && order.arm() == ConnectionArm.REUSE) {
            lane.keep(used);
        } else {
            close();
        }
    }

    private void finishProperly(long at) {
        if (answer.hasToken()) {
            finish(Outcome.OK, null, null, at);
        } else {
            finish(Outcome.EMPTY, null, "the answer has not one token", at);
        }
    }

    @Override
    public void failed(Throwable cause, boolean untouched) {
        if (untouched && stamps.reused()) {
            settle();
            watch.close(stallNs -> {});
            new Probe(order, lane, true, listener).start();
            return;
        }
        Failure failure = Failure.of(cause, status != null);
        finish(failure.outcome(), null, failure.error(), lane.nanoTime());
    }

    private void expired(TimeoutPhase phase) {
        String error = "time limit ran out in phase " + phase;
        long at = lane.nanoTime();
        watch.stamp(at);
        abort(Outcome.TIMEOUT, phase, error, at);
    }

    private void abort(Outcome outcome, @Nullable TimeoutPhase phase, String error, long at) {
        close();
        finish(outcome, phase, error, at);
    }

    private void close() {
        if (connection != null) {
            connection.close();
        } else if (connecting != null) {
            connecting.cancel();
        }
    }

    private void drain() {
        if (connection != null && order.arm() == ConnectionArm.REUSE) {
            lane.drain(connection);
        } else {
            close();
        }
    }

    private void finish(Outcome outcome, @Nullable TimeoutPhase phase, @Nullable String error, long at) {
        settle();
        var clocks = stamps.clocks(answer, at);
        Long firstTokenNs = clocks.firstTokenNs();
        long measuredNs = firstTokenNs == null ? clocks.endNs() : firstTokenNs;
        watch.close(stallNs -> listener.ended(new ProbeResult(
                outcome,
                phase,
                status,
                startedAt,
                clocks,
                answer,
                staleRetry,
                retryAfter,
                stallNs,
                lane.errorBound().exceededBy(stallNs, measuredNs),
                error)));
    }

    private void settle() {
        finished = true;
        timers.stop();
        if (body != null) {
            body.close();
        }
    }
}
