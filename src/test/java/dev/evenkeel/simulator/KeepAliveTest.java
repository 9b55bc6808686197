package dev.evenkeel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    private static final String BODY =
            "{\"model\": \"m\", \"stream\": true, \"max_tokens\": 2, \"messages\": [{\"content\": \"?\"}]}";

    @Test
    void oneConnectionServesThousandsOfRequests() throws Exception {
        SimulatedProvider quick = new SimulatedProvider(
                "quick",
                Map.of("m", new LatencyProfile(QuantileTable.constant(1e-6), Duration.ZERO)),
                FaultShares.NONE.with(Ending.SERVER_ERROR, 0.05));
        try (SimulatorServer server =
                        SimulatorServer.start(SimulatorSettings.onFreePort(1, List.of(quick)), Clock.systemUTC());
                Socket socket = new Socket(NetUtil.LOCALHOST4, server.port())) {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            byte[] request = ("POST /quick/v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY.length()
                            + "\r\n\r\n" + BODY)
                    .getBytes(StandardCharsets.US_ASCII);

            int streams = 0;
            for (int i = 0; i < 2_000; i++) {
                socket.getOutputStream().write(request);
                streams += readAnswer(reader) ? 1 : 0;
            }

            assertThat(streams).isEqualTo(1_900);
            List<ServedRequest> served = AwaitedLog.await(server, 2_000);
            assertThat(served).extracting(ServedRequest::number).doesNotHaveDuplicates();
            assertThat(served).filteredOn(s -> s.ending() == Ending.COMPLETED).hasSize(1_900);
        }
    }

    /** Reads one answer to its end; true for a stream. */
    private static boolean readAnswer(BufferedReader reader) throws Exception {
        boolean stream = line(reader).startsWith("HTTP/1.1 200");
        int length = 0;
        for (String header = line(reader); !header.isEmpty(); header = line(reader)) {
            if (header.startsWith("content-length: ")) {
                length = Integer.parseInt(header.substring("content-length: ".length()));
            }
        }
        if (!stream) {
            assertThat(reader.skip(length)).isEqualTo(length);
            return false;
        }
        String last = "";
        for (String text = line(reader); !text.equals("0"); text = line(reader)) {
            last = text.isEmpty() ? last : text;
        }
        assertThat(line(reader)).isEmpty();
        assertThat(last).isEqualTo("data: [DONE]");
        return true;
    }

    private static String line(BufferedReader reader) throws Exception {
        return Objects.requireNonNull(reader.readLine(), "connection closed");
    }
}
