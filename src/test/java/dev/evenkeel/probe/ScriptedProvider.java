package dev.evenkeel.probe;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/**
 * A provider on a real socket that answers its n-th request by its n-th script (the last one again and
 * again), to the byte.
 */
final class ScriptedProvider implements AutoCloseable {
    interface Script {
        void serve(Exchange exchange) throws IOException;
    }

    record Received(String head, String body, long atNs) {}

    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    private final List<Script> scripts;
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final boolean tls;

    ScriptedProvider(Script... scripts) {
        this(ServerSocketFactory.getDefault(), false, scripts);
    }

    ScriptedProvider(ServerSocketFactory factory, boolean tls, Script... scripts) {
        this.scripts = List.of(scripts);
        this.tls = tls;
        try {
            server = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    URI baseUrl() {
        return baseUrl("127.0.0.1");
    }

    URI baseUrl(String host) {
        return URI.create((tls ? "https://" : "http://") + host + ":" + server.getLocalPort() + "/v1");
    }

    int connections() {
        return sockets.size();
    }

    List<Received> received() {
        return received;
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "scripted-provider");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            while (!socket.isClosed()) {
                Received request = read(in);
                received.add(request);
                int index = Math.min(requests.getAndIncrement(), scripts.size() - 1);
                scripts.get(index).serve(new Exchange(socket, in, request));
            }
        } catch (IOException closed) {
            // Either side went away, as scripts want it.
        }
    }

    private static Received read(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("client closed");
            }
            head.write(next);
        }
        long at = System.nanoTime();
        String text = head.toString(StandardCharsets.ISO_8859_1);
        var length = CONTENT_LENGTH.matcher(text);
        byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return new Received(text, new String(body, StandardCharsets.UTF_8), at);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request, and what a script can do about it. */
    static final class Exchange {
        private final Socket socket;
        private final InputStream in;
        private final Received request;

        Exchange(Socket socket, InputStream in, Received request) {
            this.socket = socket;
            this.in = in;
            this.request = request;
        }

        Received request() {
            return request;
        }

        Exchange send(String text) throws IOException {
            return send(text.getBytes(StandardCharsets.UTF_8));
        }

        Exchange send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        }

        /** Waits, as a slow provider does. */
        Exchange pause(long ms) {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
            while (System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
            return this;
        }

        /** Says nothing more until the client goes away. */
        void hold() throws IOException {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }

        void close() throws IOException {
            socket.close();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
