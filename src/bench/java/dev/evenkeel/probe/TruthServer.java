package dev.evenkeel.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ground truth: a provider on loopback that notes {@code System.nanoTime()} just before it hands each
 * token to the socket. On one host that is the same clock in every process, so a client's stamp less the
 * noted one is what the client (and loopback) added. A process of its own, which ends when the pipe to it
 * is closed. One thread reads requests, one writes.
 */
final class TruthServer {
    private static final int MAX_REQUEST_BYTES = 1 << 20;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    private final ServerSocketChannel listening;
    private final Selector selector;
    private final TruthPacer pacer;

    private TruthServer(StreamPlan plan) throws IOException {
        listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 1024);
        listening.configureBlocking(false);
        selector = Selector.open();
        listening.register(selector, SelectionKey.OP_ACCEPT);
        pacer = new TruthPacer(plan);
    }

    public static void main(String[] args) throws IOException {
        var server = new TruthServer(StreamPlan.of(new BenchOptions(StreamPlan.OPTIONS, args)));
        System.out.println(server.listening.socket().getLocalPort());
        server.pacer.start();
        Thread reader = new Thread(server::readAll, "truth-reader");
        reader.setDaemon(true);
        reader.start();
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }

    private void readAll() {
        try {
            while (true) {
                selector.select(this::ready);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                ((Inbox) key.attachment()).read(key);
            }
        } catch (IOException | CancelledKeyException e) {
            // The pacer closes what a client has left, whenever its writing tells.
            key.cancel();
            close(key);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        SocketChannel accepted = listening.accept();
        if (accepted != null) {
            accepted.configureBlocking(false);
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            accepted.register(selector, SelectionKey.OP_READ, new Inbox(accepted));
        }
    }

    /** Gathers the bytes of one connection's requests. */
    private final class Inbox {
        private final SocketChannel channel;
        private final TruthStream stream;
        private ByteBuffer bytes = ByteBuffer.allocate(1 << 12);

        Inbox(SocketChannel channel) {
            this.channel = channel;
            this.stream = new TruthStream(channel);
        }

        void read(SelectionKey key) throws IOException {
            int count = channel.read(bytes);
            long at = System.nanoTime();
            if (count < 0) {
                close(key);
                return;
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
            int headEnd = text.indexOf("\r\n\r\n");
            if (headEnd >= 0 && bytes.position() >= headEnd + 4 + bodyLength(text.substring(0, headEnd))) {
                bytes.clear();
                pacer.serve(stream, TruthBehaviour.ofRequestLine(text.substring(0, text.indexOf("\r\n"))), at);
            } else if (!bytes.hasRemaining()) {
                grow();
            }
        }

        private int bodyLength(String head) {
            Matcher length = LENGTH.matcher(head);
            return length.find() ? Integer.parseInt(length.group(1)) : 0;
        }

        private void grow() throws IOException {
            if (bytes.capacity() >= MAX_REQUEST_BYTES) {
                throw new IOException("request too long");
            }
            bytes = ByteBuffer.allocate(4 * bytes.capacity()).put(bytes.flip());
        }
    }
}
