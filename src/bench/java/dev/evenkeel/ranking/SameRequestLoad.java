package dev.evenkeel.ranking;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sends one GET again and again on each of some kept connections, the next once the last is answered, and prints how many were
 * answered in a second. Does as little as can be: all answers must be as long as the first. Arguments: port, path, expected
 * status, {@code If-None-Match} or {@code -}, connections, seconds.
 */
final class SameRequestLoad {
    private final InetSocketAddress server;
    private final byte[] request;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private int length;
    private long answered;

    private SameRequestLoad(int port, String path, String ifNoneMatch) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        String condition = ifNoneMatch.equals("-") ? "" : "If-None-Match: " + ifNoneMatch + "\r\n";
        request = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + condition + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    public static void main(String[] args) throws IOException {
        var load = new SameRequestLoad(Integer.parseInt(args[0]), args[1], args[3]);
        load.length = load.lengthOfAnswer("HTTP/1.1 " + args[2]);
        double perSecond = load.run(Integer.parseInt(args[4]), Long.parseLong(args[5]));
        System.out.printf("%.0f%n", perSecond);
    }

    /** Of head and body; what comes within a fifth of a second. */
    private int lengthOfAnswer(String status) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.getOutputStream().write(request);
            socket.setSoTimeout(200);
            byte[] answer = new byte[1 << 20];
            int received = 0;
            try {
                for (int read = 0; read >= 0; read = socket.getInputStream().read(answer, received, 1 << 16)) {
                    received += read;
                }
            } catch (SocketTimeoutException whole) {
                // A connection that is kept has no other end.
            }
            String start = new String(Arrays.copyOf(answer, Math.min(received, 200)), StandardCharsets.US_ASCII);
            if (!start.startsWith(status)) {
                throw new IOException("not " + status + " but " + start);
            }
            return received;
        }
    }

    private double run(int connections, long seconds) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new int[] {length});
                channel.write(ByteBuffer.wrap(request));
            }
            long start = System.nanoTime();
            long end = start + seconds * 1_000_000_000;
            while (System.nanoTime() < end) {
                selector.select(this::read, 100);
            }
            double perSecond = answered * 1e9 / (System.nanoTime() - start);
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return perSecond;
        }
    }

    private void read(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        int[] left = (int[]) key.attachment();
        try {
            buffer.clear();
            int read = channel.read(buffer);
            if (read < 0) {
                throw new EOFException();
            }
            left[0] -= read;
            if (left[0] < 0) {
                throw new IOException("an answer is longer than the first");
            }
            if (left[0] == 0) {
                answered++;
                left[0] = length;
                channel.write(ByteBuffer.wrap(request));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
