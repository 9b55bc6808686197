package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.evenkeel.EmbeddedStoresResource;
import dev.evenkeel.store.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SchedulingProfile.class)
@WithTestResource(EmbeddedStoresResource.class)
class JobLeaseTest {
    private final String job = "job-" + UUID.randomUUID();
    private final AtomicInteger done = new AtomicInteger();

    @Inject
    Transactions transactions;

    @Test
    void oneProcessDoesAJobUntilItStopsAskingForIt() throws Throwable {
        JobLease first = new JobLease(transactions);
        JobLease second = new JobLease(transactions);

        ask(first, Duration.ofSeconds(60));
        ask(second, Duration.ofSeconds(60));
        ask(first, Duration.ofMillis(300));

        assertThat(done).hasValue(2);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            ask(second, Duration.ofSeconds(60));
            assertThat(done).hasValue(3);
        });
        ask(first, Duration.ofSeconds(60));
        assertThat(done).hasValue(3);
    }

    private void ask(JobLease lease, Duration time) throws Throwable {
        Uni<Void> work = Uni.createFrom().<Void>nullItem().invoke(() -> done.incrementAndGet());
        VertxContextSupport.subscribeAndAwait(() -> lease.ifHeld(job, time, work));
    }
}
