package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBoundTest {
    private final ErrorBound bound = new ErrorBound(Duration.ofMillis(1));

    @ParameterizedTest
    @CsvSource({
        "1000000, 10, false",
        "1000001, 10, true",
        "-1000001, 10, true",
        "1000001, 50, true",
        "1000001, 51, false",
        "20000000, 1000, false",
        "20000001, 1000, true",
        "-20000001, 1000, true"
    })
    void theLargerOfAMillisecondAndTwoPerCentIsBorne(long errorNs, long ttftMs, boolean exceeded) {
        assertThat(bound.exceededBy(errorNs, TimeUnit.MILLISECONDS.toNanos(ttftMs)))
                .isEqualTo(exceeded);
    }
}
