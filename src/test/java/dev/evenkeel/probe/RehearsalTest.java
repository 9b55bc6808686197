package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.EmbeddedStoresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedStoresResource.class)
class RehearsalTest {
    @Inject
    Rehearsal rehearsal;

    @Test
    void everyProbeOfTheRehearsalTakesTheWholeWay() throws Exception {
        int succeeded = rehearsal.rehearse();

        assertThat(succeeded).isEqualTo(Rehearsal.PROBES);
    }
}
