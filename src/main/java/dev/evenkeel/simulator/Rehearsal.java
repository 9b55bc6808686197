package dev.evenkeel.simulator;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Some requests to a server that nobody else asks: without them the first answer of a new process was
 * 0.4 s late, as its classes were loaded while the client waited.
 */
final class Rehearsal {
    private static final Logger LOG = Logger.getLogger(Rehearsal.class);
    private static final int REQUESTS = 30;
    private static final int TIMEOUT_MS = 5_000;
    private static final SimulatedProvider PROVIDER = new SimulatedProvider(
            "rehearsal",
            Map.of("m", new LatencyProfile(QuantileTable.constant(1e-4), Duration.ofNanos(1))),
            FaultShares.NONE);
    private static final String BODY = "{\"model\": \"m\", \"stream\": true, \"max_tokens\": 8,"
            + " \"stream_options\": {\"include_usage\": true}, \"messages\": [{\"role\": \"user\", \"content\": \"?\"}]}";

    private Rehearsal() {}

    /** Returns how many requests got their whole answer. */
    static int run(Clock clock) {
        int whole = 0;
        try (SimulatorServer server = new SimulatorServer(SimulatorSettings.onFreePort(1, List.of(PROVIDER)), clock)) {
            for (int request = 0; request < REQUESTS; request++) {
                whole += ask(server).contains(ChatJson.DONE) ? 1 : 0;
            }
        } catch (IOException | IllegalStateException e) {
            LOG.warnf("rehearsal failed, first answers may be late cause=%s", e);
        }
        return whole;
    }

    private static String ask(SimulatorServer server) throws IOException {
        String request = "POST /rehearsal/v1/chat/completions HTTP/1.1\r\nConnection: close\r\nContent-Length: "
                + BODY.length() + "\r\n\r\n" + BODY;
        try (Socket socket = new Socket(NetUtil.LOCALHOST4, server.port())) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
