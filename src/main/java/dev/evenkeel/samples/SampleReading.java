package dev.evenkeel.samples;

import dev.evenkeel.measurement.Sample;
import dev.evenkeel.samples.SampleQuery.Position;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a source to its end, block by block. A block is read when it is asked for, so that a slow reader keeps
 * no more than one in memory, and keeps no connection at all. For one reader; not thread-safe.
 */
final class SampleReading {
    static final int BLOCK = 500;

    private final SampleSource source;
    private @Nullable Position last;

    SampleReading(SampleSource source) {
        this.source = source;
    }

    /** The block that follows; one with fewer than {@link #BLOCK} samples, maybe none, is the last. */
    Uni<List<Sample>> next() {
        return source.after(last, BLOCK).invoke(this::remember);
    }

    /** All blocks that follow that one. */
    Multi<List<Sample>> after(List<Sample> block) {
        return isLast(block)
                ? Multi.createFrom().empty()
                : Multi.createBy()
                        .repeating()
                        .uni(() -> this, SampleReading::next)
                        .whilst(next -> !isLast(next));
    }

    private void remember(List<Sample> block) {
        if (!block.isEmpty()) {
            last = Position.of(block.get(block.size() - 1));
        }
    }

    private static boolean isLast(List<Sample> block) {
        return block.size() < BLOCK;
    }
}
