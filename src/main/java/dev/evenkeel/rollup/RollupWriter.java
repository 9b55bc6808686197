package dev.evenkeel.rollup;

import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.encoding.VarEncodingHelper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes a rollup as bytes: {@link RollupCodes} first, then its parts in the order of the record. Whole numbers are
 * variable-length, so that the many small ones take one byte.
 */
final class RollupWriter {
    private final GrowingByteArrayOutput out = GrowingByteArrayOutput.withInitialCapacity(512);

    private RollupWriter() {}

    static byte[] bytes(Rollup rollup) {
        RollupWriter writer = new RollupWriter();
        try {
            writer.write(rollup);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't fail to be written to", e);
        }
        return writer.out.trimmedCopy();
    }

    private void write(Rollup rollup) throws IOException {
        out.writeByte(RollupCodes.FORMAT);
        out.writeByte((byte) LogBins.VERSION);
        number(rollup.outcomes().size());
        for (var entry : rollup.outcomes().entrySet()) {
            number(RollupCodes.of(entry.getKey()));
            number(entry.getValue());
        }
        number(rollup.suspect());
        number(rollup.tokens().input());
        number(rollup.tokens().output());
        number(rollup.tokens().reasoning());
        number(rollup.tokens().cached());
        number(rollup.costs().size());
        for (var entry : rollup.costs().entrySet()) {
            bytes(entry.getKey().getBytes(StandardCharsets.UTF_8));
            amount(entry.getValue());
        }
        slo(rollup.slo());
        sketch(rollup.controls().errors());
        number(rollup.controls().maxNs());
        number(rollup.metrics().size());
        for (var entry : rollup.metrics().entrySet()) {
            number(RollupCodes.of(entry.getKey()));
            metric(entry.getValue());
        }
        number(rollup.ttftByIdle().size());
        for (var entry : rollup.ttftByIdle().entrySet()) {
            VarEncodingHelper.encodeSignedVarLong(out, entry.getKey());
            sketch(entry.getValue());
        }
    }

    private void amount(BigDecimal amount) throws IOException {
        VarEncodingHelper.encodeSignedVarLong(out, amount.scale());
        bytes(amount.unscaledValue().toByteArray());
    }

    private void slo(@Nullable SloTally tally) throws IOException {
        if (tally == null) {
            out.writeByte(RollupCodes.NO_SLO_TALLY);
        } else if (tally.mixed()) {
            out.writeByte(RollupCodes.MIXED_SLOS);
        } else {
            out.writeByte(RollupCodes.ONE_SLO);
            limit(tally.slo().ttftMs());
            limit(tally.slo().itlMs());
            number(tally.met());
        }
    }

    private void limit(@Nullable Double limitMs) throws IOException {
        out.writeDoubleLE(limitMs == null ? Double.NaN : limitMs);
    }

    private void metric(MetricRollup metric) throws IOException {
        Moments moments = metric.moments();
        number(moments.n());
        out.writeDoubleLE(moments.mean());
        out.writeDoubleLE(moments.m2());
        out.writeDoubleLE(moments.min());
        out.writeDoubleLE(moments.max());
        sketch(metric.successes());
        sketch(metric.timeouts());
        number(metric.lowerBounds());
    }

    /** Each bin by its distance from the one before; most hold one number, which takes no byte of its own. */
    private void sketch(Sketch sketch) throws IOException {
        number(sketch.size());
        int previous = 0;
        for (int place = 0; place < sketch.size(); place++) {
            int bin = sketch.bin(place);
            long count = sketch.count(place);
            long distance = place == 0 ? zigZag(bin) : (long) bin - previous - 1;
            number(distance << 1 | (count > 1 ? 1 : 0));
            if (count > 1) {
                number(count - 2);
            }
            previous = bin;
        }
    }

    private static long zigZag(long value) {
        return value << 1 ^ value >> 63;
    }

    private void bytes(byte[] bytes) throws IOException {
        number(bytes.length);
        for (byte one : bytes) {
            out.writeByte(one);
        }
    }

    private void number(long value) throws IOException {
        VarEncodingHelper.encodeUnsignedVarLong(out, value);
    }
}
