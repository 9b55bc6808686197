package dev.evenkeel.samples;

import dev.evenkeel.http.StreamedBody;
import dev.evenkeel.measurement.Sample;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * All of a campaign's samples that a filter lets through, newest first, as one body that is written while it is read.
 * It is no snapshot: what is stored or dropped meanwhile may be in it or not.
 */
@Singleton
class SampleExport {
    private final SamplePages pages;
    private final SampleMetrics metrics;

    SampleExport(SamplePages pages, SampleMetrics metrics) {
        this.pages = pages;
        this.metrics = metrics;
    }

    /** Comes with its first samples read: fails with 404 if there is no such campaign, or because the store is away. */
    Uni<StreamedBody> body(String campaign, SampleFilter filter, SampleLines format) {
        return pages.source(campaign, filter)
                .map(source -> new SampleReading(counting(source)))
                .chain(reading -> reading.next().map(first -> body(reading, first, format)));
    }

    private SampleSource counting(SampleSource source) {
        return (position, limit) -> source.after(position, limit).invoke(found -> metrics.exported(found.size()));
    }

    static StreamedBody body(SampleReading reading, List<Sample> first, SampleLines format) {
        Multi<byte[]> lines = Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(first), reading.after(first))
                .map(format::lines);
        return new StreamedBody(Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(format.head()), lines)
                .filter(chunk -> chunk.length > 0));
    }
}
