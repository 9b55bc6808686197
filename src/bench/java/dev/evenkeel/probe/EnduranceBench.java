package dev.evenkeel.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import dev.evenkeel.measurement.Sample;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sends many probes from one process, good ones and failing ones, and prints every some thousand, with none
 * under way, what the process holds. What only grows is a leak. Arguments: {@code probes=100000 every=10000
 * concurrency=64}.
 */
final class EnduranceBench {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int PATIENCE_SECONDS = 60;

    private final OurClient client = new OurClient(Map.of());
    private final int concurrency;
    private final Semaphore free;
    private final Map<String, LongAdder> ends = new ConcurrentHashMap<>();
    private final Map<TruthBehaviour, ProbeTarget> targets = new EnumMap<>(TruthBehaviour.class);

    private EnduranceBench(TruthProcess server, int concurrency) {
        this.concurrency = concurrency;
        this.free = new Semaphore(concurrency);
        for (TruthBehaviour behaviour : TruthBehaviour.values()) {
            targets.put(behaviour, OurClient.target(server.baseUrl(behaviour), concurrency));
        }
    }

    public static void main(String[] args) throws Exception {
        var options = new BenchOptions(Set.of("probes", "every", "concurrency"), args);
        int probes = options.count("probes", 100_000);
        int every = options.count("every", 10_000);
        try (TruthProcess server = TruthProcess.start(StreamPlan.quick())) {
            var bench = new EnduranceBench(server, options.count("concurrency", 64));
            for (int done = 0; done < probes; done += every) {
                long start = System.nanoTime();
                bench.probe(every);
                System.out.println(new ObjectMapper().writeValueAsString(bench.holdings(done + every, every, start)));
            }
        }
        System.exit(0);
    }

    private void probe(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            take(1);
            TruthBehaviour behaviour = behaviour(i % 100);
            var patience = behaviour == TruthBehaviour.SILENT ? SHORT : LONG;
            client.probe(
                    Objects.requireNonNull(targets.get(behaviour), "target"),
                    new ProbeTimeouts(LONG, patience, LONG, LONG),
                    finished -> ended(finished.sample()));
        }
        take(concurrency);
        free.release(concurrency);
    }

    /** A probe whose end is never told is found here. */
    private void take(int permits) throws InterruptedException {
        if (!free.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("probes have not ended: " + (concurrency - free.availablePermits()));
        }
    }

    private static TruthBehaviour behaviour(int percentile) {
        if (percentile % 10 == 3) {
            return TruthBehaviour.CLOSING;
        }
        if (percentile % 20 == 7) {
            return TruthBehaviour.CUT;
        }
        if (percentile % 20 == 9) {
            return TruthBehaviour.BROKEN;
        }
        return percentile % 50 == 11 ? TruthBehaviour.SILENT : TruthBehaviour.QUICK;
    }

    private void ended(Sample sample) {
        String end = sample.outcome() + (sample.staleRetry() ? "+staleRetry" : "");
        ends.computeIfAbsent(end, name -> new LongAdder()).increment();
        free.release();
    }

    private Map<String, @Nullable Object> holdings(int done, int last, long start) throws Exception {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("probes", done);
        line.put("probesPerSecond", Math.round(last * 1e9 / (System.nanoTime() - start)));
        System.gc();
        line.put(
                "heapKiB",
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10);
        line.put("directKiB", PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() >> 10);
        line.put("pinnedDirectKiB", PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() >> 10);
        line.put("descriptors", descriptors(""));
        line.put("sockets", descriptors("socket:"));
        line.put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
        int tasks = 0;
        int timers = 0;
        for (EventExecutor loop : client.loops()) {
            tasks += ((SingleThreadEventExecutor) loop).pendingTasks();
            timers += loop.submit(() -> timers(loop)).get();
        }
        line.put("loopTasks", tasks);
        line.put("loopTimers", timers < 0 ? null : timers);
        line.put("ends", new TreeMap<>(ends));
        return line;
    }

    private static long descriptors(String kind) throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(each -> linkOf(each).startsWith(kind)).count();
        }
    }

    private static String linkOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    /** Netty does not tell; negative where its field has another name. */
    private static int timers(EventExecutor loop) {
        try {
            Field queue = AbstractScheduledEventExecutor.class.getDeclaredField("scheduledTaskQueue");
            queue.setAccessible(true);
            Object timers = queue.get(loop);
            return timers == null ? 0 : ((Collection<?>) timers).size();
        } catch (ReflectiveOperationException e) {
            return -1_000_000;
        }
    }
}
