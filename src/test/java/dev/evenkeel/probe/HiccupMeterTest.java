package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Times of the pure tests are milliseconds. */
class HiccupMeterTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final EventLoop loop = new DefaultEventLoop();
    private final HiccupMeter meter = new HiccupMeter(loop, System::nanoTime);
    private final List<Long> told = new ArrayList<>();

    @AfterEach
    void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(closed -> {});
    }

    @Test
    void aStampWithinALateTickIsAsDoubtfulAsTheTickIsLate() {
        meter.judge(105 * MS, told::add);

        ticks(100, 100, 101, 109, 110, 110);

        assertThat(told).containsExactly(8 * MS);
    }

    @Test
    void aLateTickReachesAMillisecondFurtherBothWays() {
        for (long at : new long[] {98, 99, 106, 107}) {
            meter.judge(at * MS, told::add);
        }

        ticks(97, 97, 98, 98, 100, 105, 106, 106, 107, 107, 109, 109);

        assertThat(told).containsExactly(0L, 5 * MS, 5 * MS, 0L);
    }

    @Test
    void aLateTickReachesToTheNextOneBecauseWhatWaitedIsReadBetweenThem() {
        // Given a stall of 40 ms, and a backlog that takes 3 ms to be read
        for (long at : new long[] {142, 143, 144}) {
            meter.judge(at * MS, told::add);
        }

        ticks(99, 99, 100, 140, 141, 143, 144, 144, 145, 145, 146, 146);

        assertThat(told).containsExactly(40 * MS, 40 * MS, 2 * MS);
    }

    @Test
    void theLargestOfSeveralLatenessesCounts() {
        meter.judge(103 * MS, told::add);

        ticks(100, 102, 103, 107, 108, 108);

        assertThat(told).containsExactly(4 * MS);
    }

    @Test
    void aStampIsNotJudgedBeforeATickThatIsPastIt() {
        meter.judge(100 * MS, told::add);

        ticks(100, 100, 101, 101);

        assertThat(told).isEmpty();
        ticks(102, 102);
        assertThat(told).containsExactly(0L);
    }

    @Test
    void ofTheTokensOnlyTheLastOneCounts() {
        var watch = new StallWatch(meter);
        watch.token(105 * MS);
        ticks(101, 109, 110, 110);
        watch.token(120 * MS);
        watch.close(told::add);
        assertThat(told).isEmpty();

        ticks(120, 120, 121, 121, 122, 122);

        assertThat(told).containsExactly(0L);
    }

    @Test
    void aTokenThatComesWhileAnotherIsJudgedTakesItsPlace() {
        var watch = new StallWatch(meter);
        watch.token(100 * MS);
        watch.token(100 * MS + 1);
        watch.token(103 * MS);
        watch.close(told::add);

        ticks(101, 101, 102, 108);
        assertThat(told).isEmpty();
        ticks(109, 109);

        assertThat(told).containsExactly(6 * MS);
    }

    @Test
    void everyOtherStampCountsToTheEnd() {
        var watch = new StallWatch(meter);
        watch.stamp(105 * MS);
        ticks(101, 109, 110, 110);
        watch.spent(2 * MS);
        watch.token(120 * MS);
        watch.close(told::add);

        ticks(120, 120, 121, 121, 122, 122);

        assertThat(told).containsExactly(8 * MS);
    }

    @Test
    void aLoopThatIsBlockedIsFoundOutAndAQuietOneIsNot() {
        List<Long> lateness = new CopyOnWriteArrayList<>();
        onLoop(watch -> {
            watch.stamp(System.nanoTime());
            watch.close(lateness::add);
            LockSupport.parkNanos(60 * MS);
            blockUntil(System.nanoTime() + 60 * MS);
        });

        await().until(() -> lateness.size() == 1);

        assertThat(lateness.get(0)).isGreaterThan(50 * MS);
    }

    @Test
    void oneThatFailsToTakeItsVerdictKeepsNobodyElseFromHearing() {
        List<Long> lateness = new CopyOnWriteArrayList<>();
        onLoop(watch -> {
            watch.stamp(System.nanoTime());
            watch.close(settled -> {
                throw new IllegalStateException("seeded");
            });
        });
        onLoop(watch -> {
            watch.stamp(System.nanoTime());
            watch.close(lateness::add);
        });
        await().until(() -> lateness.size() == 1);

        onLoop(watch -> {
            watch.stamp(System.nanoTime());
            watch.close(lateness::add);
        });

        await().until(() -> lateness.size() == 2);
    }

    @Test
    void theMeterStopsTickingOnceNobodyWatches() {
        List<Long> lateness = new CopyOnWriteArrayList<>();
        onLoop(watch -> watch.close(lateness::add));
        await().until(() -> lateness.size() == 1);

        await().until(() -> ((DefaultEventLoop) loop).pendingTasks() == 0);
    }

    private void onLoop(Consumer<StallWatch> use) {
        loop.execute(() -> use.accept(meter.watch()));
    }

    private static void blockUntil(long end) {
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Pairs of when a tick was due and when it fired. */
    private void ticks(long... dueAndFired) {
        for (int i = 0; i < dueAndFired.length; i += 2) {
            meter.record(dueAndFired[i] * MS, dueAndFired[i + 1] * MS);
            meter.settle(dueAndFired[i] * MS);
        }
    }
}
