package dev.evenkeel.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.SampleFixture;
import dev.evenkeel.pipeline.ReceivedSample;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class SampleRowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    SamplePartitions partitions;

    @Inject
    SampleInsert insert;

    @Inject
    Pool pool;

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void aSampleComesBackAsItWasStored(Outcome outcome) {
        Sample sample = SampleFixture.sample()
                .at(Instant.now().truncatedTo(ChronoUnit.MICROS))
                .ending(outcome)
                .build();
        partitions.range().await().atMost(PATIENCE);
        insert.insert(List.of(new ReceivedSample(sample, 0, 0)), List.of(), Map.of())
                .await()
                .atMost(PATIENCE);

        Sample read = pool.preparedQuery("select * from sample where id = $1")
                .execute(Tuple.of(sample.id()))
                .map(rows -> SampleRow.read(rows.iterator().next(), sample.target()))
                .await()
                .atMost(PATIENCE);

        assertThat(read).isEqualTo(sample);
        assertThat(SampleView.of(read)).isEqualTo(SampleView.of(sample));
    }

    @Test
    void aSampleOfNoRunIsShownWithoutWhatOnlyARunGives() {
        Sample sample = SampleFixture.sample()
                .of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID())
                .build();

        SampleView shown = SampleView.ofNoRun(sample);

        assertThat(shown.id()).isNull();
        assertThat(shown.run()).isNull();
        assertThat(shown.round()).isNull();
        assertThat(shown.specVersion()).isNull();
        assertThat(shown.scheduledAt()).isNull();
        assertThat(shown.schedulingDelayMs()).isNull();
        assertThat(shown.ttftIntendedMs()).isNull();
        assertThat(shown.ttftMs()).isEqualTo(250.0);
        assertThat(SampleView.of(sample).ttftIntendedMs()).isEqualTo(250.4);
    }
}
