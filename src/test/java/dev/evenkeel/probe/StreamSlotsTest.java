package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamSlotsTest {
    private static final long LONG = Duration.ofSeconds(30).toNanos();

    private final ProbeBench bench = new ProbeBench(Map.of("max-streams", "4"), null);
    private final StreamSlots slots = new StreamSlots(bench.client(), bench.config());
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void slotsThatAreFreeAreGrantedAtOnce() {
        slots.apply(3, LONG, as("first"));
        slots.apply(1, LONG, as("second"));

        assertThat(told).containsExactly("first granted", "second granted");
        assertThat(slots.taken()).isEqualTo(4);
    }

    @Test
    void aRoundGetsAllItsSlotsTogether() {
        slots.apply(3, LONG, as("first"));
        slots.apply(3, LONG, as("second"));
        slots.release();
        assertThat(slots.taken()).isEqualTo(2);

        slots.release();

        await().until(() -> told.contains("second granted"));
        assertThat(slots.taken()).isEqualTo(4);
    }

    @Test
    void aSmallRoundDoesNotOvertakeALargeOne() {
        slots.apply(3, LONG, as("first"));
        slots.apply(4, LONG, as("large"));
        slots.apply(1, LONG, as("small"));

        await().during(Duration.ofMillis(50)).until(() -> told.equals(List.of("first granted")));
        List.of(1, 2, 3).forEach(slot -> slots.release());

        await().until(() -> told.contains("large granted"));
        assertThat(told).doesNotContain("small granted");
    }

    @Test
    void whoWaitsTooLongIsToldAndLetsTheNextOnePass() {
        slots.apply(3, LONG, as("first"));
        slots.apply(4, Duration.ofMillis(20).toNanos(), as("large"));
        slots.apply(1, LONG, as("small"));

        await().until(() -> told.contains("small granted"));

        assertThat(told).containsExactly("first granted", "large expired", "small granted");
    }

    @Test
    void moreSlotsThanThereAreAreRefusedAtOnce() {
        slots.apply(5, LONG, as("huge"));

        assertThat(told).containsExactly("huge expired");
        assertThat(slots.taken()).isZero();
    }

    private StreamSlots.Applicant as(String name) {
        return new StreamSlots.Applicant() {
            @Override
            public void granted() {
                told.add(name + " granted");
            }

            @Override
            public void expired() {
                told.add(name + " expired");
            }
        };
    }
}
