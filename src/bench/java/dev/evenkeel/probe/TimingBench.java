package dev.evenkeel.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far one client's times lie from the ground truth under a steady load, and prints one line of
 * JSON. Arguments: {@code client=ours|http-client|openai streams=50 warmup=30 seconds=60
 * disturbance=none|gc|neighbours label=… run=1} and those of {@link StreamPlan}.
 */
final class TimingBench {
    private static final Set<String> OPTIONS =
            Set.of("client", "streams", "warmup", "seconds", "disturbance", "label", "run");

    private final BenchOptions options;
    private final StreamPlan plan;
    private final String client;
    private final int streams;

    private TimingBench(BenchOptions options) {
        this.options = options;
        this.plan = StreamPlan.of(options);
        this.client = options.text("client", "ours");
        this.streams = options.count("streams", 50);
    }

    public static void main(String[] args) throws Exception {
        Set<String> known = new java.util.HashSet<>(OPTIONS);
        known.addAll(StreamPlan.OPTIONS);
        Map<String, @Nullable Object> line = new TimingBench(new BenchOptions(known, args)).run();
        System.out.println(new ObjectMapper().writeValueAsString(line));
        System.exit(0);
    }

    private Map<String, @Nullable Object> run() throws Exception {
        long seconds = options.number("seconds", 60);
        String disturbance = options.text("disturbance", "none");
        try (TruthProcess server = TruthProcess.start(plan);
                Load load = load(server)) {
            load.start();
            Thread.sleep(1000 * options.number("warmup", 30));
            MachineTime cpuBefore = MachineTime.now(load.pid(), server.pid());
            GcTime gcBefore = GcTime.now();
            long from = System.nanoTime();
            AutoCloseable running =
                    Disturbance.valueOf(disturbance.toUpperCase(Locale.ROOT)).begin(seconds);
            Thread.sleep(1000 * seconds);
            running.close();
            long to = System.nanoTime();
            MachineTime cpu = MachineTime.now(load.pid(), server.pid());
            GcTime gc = GcTime.now();
            double loadAverage = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            List<Reading> readings = load.stop();

            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("label", options.text("label", disturbance));
            line.put("client", client);
            line.put("streams", streams);
            line.put("run", options.number("run", 1));
            line.put("realTimeServer", server.realTime());
            var judgement = new Judgement(readings, server.truth(), from, to);
            judgement.into(line);
            line.put("failures", load.failures());
            line.put("chunksPerSecond", Math.round(judgement.probes() * (plan.tokens() + 4L) * 1e9 / (to - from)));
            line.put("foreignCpuPct", tenth(cpu.foreignPercent(cpuBefore)));
            line.put("stolenCpuPct", tenth(cpu.stolenPercent(cpuBefore)));
            line.put("clientCpuPct", tenth(cpu.percentOf(0, cpuBefore)));
            line.put("serverCpuPct", tenth(cpu.percentOf(1, cpuBefore)));
            line.put("gcCount", client.equals("openai") ? null : gc.count() - gcBefore.count());
            line.put("gcPauseMs", client.equals("openai") ? null : gc.pauseMs() - gcBefore.pauseMs());
            line.put("loadAverage", tenth(loadAverage));
            return line;
        }
    }

    private Load load(TruthProcess server) throws IOException {
        var baseUrl = server.baseUrl(TruthBehaviour.STREAM);
        return switch (client) {
            case "ours" -> new OurLoad(baseUrl, streams, plan.duration());
            case "http-client" -> new HttpClientLoad(baseUrl, streams, plan.duration());
            case "openai" -> new OpenAiLoad(baseUrl, streams, plan.duration());
            default -> throw new IllegalArgumentException("client " + client + " is not known");
        };
    }

    static double tenth(double value) {
        return Math.round(10 * value) / 10.0;
    }
}
