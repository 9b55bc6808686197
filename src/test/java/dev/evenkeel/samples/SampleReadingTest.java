package dev.evenkeel.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.http.StreamedBody;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.SampleFixture;
import dev.evenkeel.samples.SampleQuery.Position;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SampleReadingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NEWEST = Instant.parse("2026-11-24T12:00:00Z");

    private final List<@Nullable Position> asked = new ArrayList<>();

    @Test
    void aBlockIsReadOnlyOnceItIsAskedFor() {
        SampleReading reading = new SampleReading(source(10 * SampleReading.BLOCK));
        List<Sample> first = reading.next().await().atMost(PATIENCE);

        AssertSubscriber<List<Sample>> reader =
                reading.after(first).subscribe().withSubscriber(AssertSubscriber.create(0));

        assertThat(asked).hasSize(1);
        reader.request(2).awaitItems(2, PATIENCE);
        assertThat(asked).hasSize(3);
    }

    @Test
    void theBodyOfAnExportReadsNoFurtherThanItIsAskedEither() {
        SampleReading reading = new SampleReading(source(10 * SampleReading.BLOCK));
        List<Sample> first = reading.next().await().atMost(PATIENCE);

        StreamedBody body = SampleExport.body(reading, first, new CsvSamples());

        AssertSubscriber<byte[]> reader = body.chunks().subscribe().withSubscriber(AssertSubscriber.create(0));
        reader.request(3).awaitItems(3, PATIENCE);
        assertThat(asked).hasSize(2);
    }

    @Test
    void everyBlockFollowsTheLastSampleOfTheOneBefore() {
        int all = 2 * SampleReading.BLOCK + 7;

        List<Sample> read = readAll(all);

        assertThat(read).hasSize(all).extracting(Sample::round).isSorted();
        assertThat(asked)
                .containsExactly(
                        null,
                        Position.of(read.get(SampleReading.BLOCK - 1)),
                        Position.of(read.get(2 * SampleReading.BLOCK - 1)));
    }

    @Test
    void aNumberThatFillsItsBlocksEndsWithAnEmptyOne() {
        assertThat(readAll(2 * SampleReading.BLOCK)).hasSize(2 * SampleReading.BLOCK);
        assertThat(asked).hasSize(3);
    }

    @Test
    void whereThereIsNothingNothingIsAskedTwice() {
        assertThat(readAll(0)).isEmpty();
        assertThat(asked).hasSize(1);
    }

    private List<Sample> readAll(int all) {
        SampleReading reading = new SampleReading(source(all));
        List<Sample> first = reading.next().await().atMost(PATIENCE);
        List<Sample> read = new ArrayList<>(first);
        reading.after(first).collect().asList().await().atMost(PATIENCE).forEach(read::addAll);
        return read;
    }

    /** So many samples, whose rounds number them from the newest. */
    private SampleSource source(int all) {
        return (position, limit) -> {
            asked.add(position);
            int from = position == null
                    ? 0
                    : (int) Duration.between(position.scheduledAt(), NEWEST).toSeconds() + 1;
            return Uni.createFrom()
                    .item(IntStream.range(from, Math.min(all, from + limit))
                            .mapToObj(SampleReadingTest::sample)
                            .toList());
        };
    }

    private static Sample sample(int number) {
        return SampleFixture.sample()
                .inRound(number)
                .at(NEWEST.minusSeconds(number))
                .build();
    }
}
