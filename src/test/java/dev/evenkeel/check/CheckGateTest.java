package dev.evenkeel.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.http.ProblemException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckGateTest {
    private final List<UniEmitter<? super String>> underWay = new ArrayList<>();
    private final Uni<String> work = Uni.createFrom().emitter(underWay::add);
    private final CheckGate gate = new CheckGate(config(Map.of("evenkeel.check.max-concurrent", "2")));

    @Test
    void moreThanThereArePlacesForAreRefusedAndNotBegun() {
        begin();
        begin();

        UniAssertSubscriber<String> third = begin();

        ProblemException problem = (ProblemException) third.assertFailed().getFailure();
        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(underWay).hasSize(2);
    }

    @Test
    void whoeverEndsMakesRoomHoweverItEnds() {
        begin();
        begin();
        underWay.get(0).complete("done");
        underWay.get(1).fail(new IllegalStateException("as asked"));

        begin();
        begin();

        assertThat(underWay).hasSize(4);
    }

    @Test
    void aCallerWhoLeavesGivesNoPlaceBackWhileTheProbeGoesOn() {
        begin().cancel();
        begin().cancel();

        begin().assertFailed();

        underWay.forEach(probe -> probe.complete("done"));
        begin().assertNotTerminated();
    }

    @Test
    void whatIsOnlyPreparedTakesNoPlace() {
        for (int i = 0; i < 5; i++) {
            assertThat(gate.pass(work)).isNotNull();
        }

        begin().assertNotTerminated();
    }

    @Test
    void fourChecksAtOnceAreTheDefault() {
        assertThat(config(Map.of()).maxConcurrent()).isEqualTo(4);
    }

    private UniAssertSubscriber<String> begin() {
        return gate.pass(work).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private static CheckConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(CheckConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(CheckConfig.class);
    }
}
