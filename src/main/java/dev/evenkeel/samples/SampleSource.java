package dev.evenkeel.samples;

import dev.evenkeel.measurement.Sample;
import dev.evenkeel.samples.SampleQuery.Position;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some of a campaign's samples, to be read from the newest to the oldest, so many at a time. */
interface SampleSource {
    /**
     * The samples that follow that position, {@code limit} of them or, at the end, fewer.
     *
     * @param position the last sample seen; absent = none yet
     */
    Uni<List<Sample>> after(@Nullable Position position, int limit);
}
