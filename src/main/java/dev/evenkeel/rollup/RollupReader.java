package dev.evenkeel.rollup;

import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.VarEncodingHelper;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Slo;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link RollupWriter} wrote. */
final class RollupReader {
    private final ByteArrayInput in;

    private final int length;

    private RollupReader(byte[] bytes) {
        this.in = ByteArrayInput.wrap(bytes);
        this.length = bytes.length;
    }

    /** @throws IllegalArgumentException where the bytes are not a rollup's, or of a version that is not known */
    static Rollup rollup(byte[] bytes) {
        try {
            return new RollupReader(bytes).read();
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not a rollup: " + e.getMessage(), e);
        }
    }

    private Rollup read() throws IOException {
        expect(in.readByte(), RollupCodes.FORMAT, "format");
        expect(in.readByte(), LogBins.VERSION, "mapping");
        Rollup rollup = new Rollup(outcomes(), number(), tokens(), costs(), slo(), controls(), metrics(), ttftByIdle());
        if (in.hasRemaining()) {
            throw new IOException("bytes after its end");
        }
        return rollup;
    }

    private static void expect(int version, int known, String what) throws IOException {
        if (version != known) {
            throw new IOException("unknown " + what + " version " + version);
        }
    }

    private Map<Outcome, Long> outcomes() throws IOException {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (long left = number(); left > 0; left--) {
            outcomes.put(RollupCodes.outcome(number()), number());
        }
        return outcomes;
    }

    private TokenTotals tokens() throws IOException {
        return new TokenTotals(number(), number(), number(), number());
    }

    private Map<String, BigDecimal> costs() throws IOException {
        Map<String, BigDecimal> costs = new HashMap<>();
        for (long left = number(); left > 0; left--) {
            costs.put(new String(bytes(), StandardCharsets.UTF_8), amount());
        }
        return costs;
    }

    private BigDecimal amount() throws IOException {
        int scale = Math.toIntExact(VarEncodingHelper.decodeSignedVarLong(in));
        return new BigDecimal(new BigInteger(bytes()), scale);
    }

    private @Nullable SloTally slo() throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case RollupCodes.NO_SLO_TALLY -> null;
            case RollupCodes.MIXED_SLOS -> SloTally.MIXED;
            case RollupCodes.ONE_SLO -> SloTally.of(new Slo(limit(), limit()), number());
            default -> throw new IOException("unknown kind of SLO " + kind);
        };
    }

    private @Nullable Double limit() throws IOException {
        double limitMs = in.readDoubleLE();
        return Double.isNaN(limitMs) ? null : limitMs;
    }

    private ControlRollup controls() throws IOException {
        return new ControlRollup(sketch(), number());
    }

    private Map<Metric, MetricRollup> metrics() throws IOException {
        Map<Metric, MetricRollup> metrics = new EnumMap<>(Metric.class);
        for (long left = number(); left > 0; left--) {
            metrics.put(RollupCodes.metric(number()), metric());
        }
        return metrics;
    }

    private MetricRollup metric() throws IOException {
        Moments moments =
                new Moments(number(), in.readDoubleLE(), in.readDoubleLE(), in.readDoubleLE(), in.readDoubleLE());
        return new MetricRollup(moments, sketch(), sketch(), number());
    }

    private Map<Integer, Sketch> ttftByIdle() throws IOException {
        Map<Integer, Sketch> ttftByIdle = new HashMap<>();
        for (long left = number(); left > 0; left--) {
            ttftByIdle.put(Math.toIntExact(VarEncodingHelper.decodeSignedVarLong(in)), sketch());
        }
        return ttftByIdle;
    }

    private Sketch sketch() throws IOException {
        int size = size();
        if (size == 0) {
            return Sketch.EMPTY;
        }
        int[] bins = new int[size];
        long[] counts = new long[size];
        long bin = 0;
        for (int place = 0; place < size; place++) {
            long coded = number();
            long distance = coded >>> 1;
            bin = place == 0 ? distance >>> 1 ^ -(distance & 1) : bin + distance + 1;
            bins[place] = Math.toIntExact(bin);
            counts[place] = (coded & 1) == 0 ? 1 : number() + 2;
        }
        return new Sketch(bins, counts);
    }

    private byte[] bytes() throws IOException {
        byte[] bytes = new byte[size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = in.readByte();
        }
        return bytes;
    }

    /** Of something that takes a byte each at least, so that no more memory is taken than the bytes account for. */
    private int size() throws IOException {
        long size = number();
        if (size < 0 || size > length) {
            throw new IOException("a size of " + size);
        }
        return (int) size;
    }

    private long number() throws IOException {
        return VarEncodingHelper.decodeUnsignedVarLong(in);
    }
}
