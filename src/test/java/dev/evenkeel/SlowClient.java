package dev.evenkeel;

import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** A client that reads its answer only as far as it is told to, over a socket that holds little. */
public final class SlowClient implements AutoCloseable {
    private static final int RECEIVE_BUFFER_BYTES = 16 * 1024;
    private static final int PATIENCE_MS = 60_000;

    private final Socket socket = new Socket();

    private SlowClient() {}

    /** Sends the request and reads nothing yet. */
    public static SlowClient get(URI uri, String accept) throws IOException {
        SlowClient client = new SlowClient();
        client.socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        client.socket.setSoTimeout(PATIENCE_MS);
        client.socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PATIENCE_MS);
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nAccept: " + accept
                + "\r\nConnection: close\r\n\r\n";
        client.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /** Reads the answer's beginning, so that it has begun for certain, and gives it. */
    public String readSome() throws IOException {
        return new String(input().readNBytes(1000), StandardCharsets.UTF_8);
    }

    /** Reads so many bytes. */
    public void read(long bytes) throws IOException {
        for (long left = bytes; left > 0; ) {
            int read = input().read(new byte[(int) Math.min(left, 64 * 1024)]);
            if (read < 0) {
                throw new EOFException(left + " bytes before the end");
            }
            left -= read;
        }
    }

    /** Reads to the end and gives the last characters of all, chunked as they came. */
    public String readToEnd(int characters) throws IOException {
        byte[] rest = input().readAllBytes();
        int from = Math.max(0, rest.length - characters);
        return new String(rest, from, rest.length - from, StandardCharsets.UTF_8);
    }

    /** Waits until a number has stood still for two seconds, and gives it. */
    public int awaitStill(IntSupplier number) {
        AtomicInteger before = new AtomicInteger(-1);
        await().atMost(Duration.ofMinutes(1))
                .during(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    int now = number.getAsInt();
                    return before.getAndSet(now) == now;
                });
        return before.get();
    }

    private InputStream input() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
