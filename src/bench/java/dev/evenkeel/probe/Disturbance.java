package dev.evenkeel.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is done to the measuring process while it measures. */
enum Disturbance {
    NONE,
    /** A full collection of this process every three seconds, over a heap that holds something. */
    GC,
    /** As many busy processes as there are CPUs, at usual priority. */
    NEIGHBOURS;

    private static final int BALLAST = 128 << 10;
    private static final int BALLAST_BYTES = 1 << 10;
    private static final long GC_EVERY_MS = 3_000;

    /** Begins it; it ends when what is given is closed, and by itself some seconds after the time given. */
    AutoCloseable begin(long seconds) throws IOException {
        return switch (this) {
            case NONE -> () -> {};
            case GC -> collecting();
            case NEIGHBOURS -> busy(seconds + 30);
        };
    }

    private static AutoCloseable collecting() {
        List<byte[]> ballast = new ArrayList<>();
        for (int i = 0; i < BALLAST; i++) {
            ballast.add(new byte[BALLAST_BYTES]);
        }
        Thread thread = new Thread(
                () -> {
                    while (!Thread.currentThread().isInterrupted() && !ballast.isEmpty()) {
                        System.gc();
                        try {
                            Thread.sleep(GC_EVERY_MS);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "benchmark-collections");
        thread.setDaemon(true);
        thread.start();
        return thread::interrupt;
    }

    private static AutoCloseable busy(long seconds) throws IOException {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            processes.add(
                    new ProcessBuilder("timeout", Long.toString(seconds), "sh", "-c", "while :; do :; done").start());
        }
        return () -> processes.forEach(Process::destroy);
    }
}
