package dev.evenkeel.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** The one thread of the ground truth that writes. It sleeps until the next event is due. */
final class TruthPacer extends Thread {
    private record Request(TruthStream stream, TruthBehaviour behaviour, long at) {}

    /** Sleeping for less than this would take longer. */
    private static final long SOON = 20_000;

    private static final long NOTHING_DUE = 1_000_000_000;
    private static final String BROKEN =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 13\r\n\r\n{\"error\": {}}";

    private final StreamPlan plan;
    private final SplittableRandom random = new SplittableRandom(1);
    private final TruthLog log = new TruthLog();
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<TruthStream> streams =
            new PriorityQueue<>(1024, Comparator.comparingLong(TruthStream::due));
    private long sequence;

    TruthPacer(StreamPlan plan) {
        super("truth-pacer");
        this.plan = plan;
        setDaemon(true);
    }

    /** For any thread. */
    void serve(TruthStream stream, TruthBehaviour behaviour, long requestAt) {
        requests.add(new Request(stream, behaviour, requestAt));
        LockSupport.unpark(this);
    }

    @Override
    public void run() {
        while (!isInterrupted()) {
            for (Request request = requests.poll(); request != null; request = requests.poll()) {
                begin(request);
            }
            TruthStream next = streams.peek();
            long wait = next == null ? NOTHING_DUE : next.due() - System.nanoTime();
            if (wait > SOON) {
                LockSupport.parkNanos(wait);
            } else {
                write(streams.remove());
            }
        }
    }

    private void begin(Request request) {
        TruthStream stream = request.stream();
        try {
            switch (request.behaviour()) {
                case STREAM -> begin(stream, request, plan);
                case QUICK, CUT -> begin(stream, request, StreamPlan.quick());
                case CLOSING -> stream.close();
                case BROKEN -> stream.writeAll(ByteBuffer.wrap(BROKEN.getBytes(StandardCharsets.US_ASCII)));
                case SILENT -> {}
                case TRUTH -> tell(stream);
            }
        } catch (IOException e) {
            stream.close();
        }
    }

    private void begin(TruthStream stream, Request request, StreamPlan when) {
        stream.begin(++sequence, request.behaviour(), when, request.at());
        streams.add(stream);
    }

    private void write(TruthStream stream) {
        try {
            if (stream.writeNext(random, log)) {
                streams.add(stream);
            }
        } catch (IOException e) {
            stream.close();
        }
    }

    private void tell(TruthStream stream) throws IOException {
        ByteBuffer truth = log.bytes();
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: "
                + truth.remaining() + "\r\n\r\n";
        stream.writeAll(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
        stream.writeAll(truth);
    }
}
