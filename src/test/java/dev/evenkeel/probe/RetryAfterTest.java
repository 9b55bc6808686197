package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-06T08:49:37Z");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @ParameterizedTest
    @CsvSource({
        "120, PT2M",
        "' 1 ', PT1S",
        "'Fri, 06 Nov 2026 08:50:07 GMT', PT30S",
        "'Friday, 06-Nov-26 08:50:07 GMT', PT30S",
        "'Fri Nov  6 08:50:07 2026', PT30S",
        "601, PT10M",
        "99999999999999999999, PT10M",
        "'Sat, 07 Nov 2026 08:49:37 GMT', PT10M",
    })
    void secondsAndDatesAreUnderstoodAndBounded(String header, Duration expected) {
        assertThat(RetryAfter.wait(header, NOW, LONGEST)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "-5", "1.5", "soon", "Fri, 06 Nov 2026 08:49:37 GMT", "Fri, 06 Nov 2026 08:49:07 GMT"})
    void whatIsNotUnderstoodOrNotToComeAsksForNothing(String header) {
        assertThat(RetryAfter.wait(header, NOW, LONGEST)).isEmpty();
    }

    @Test
    void noHeaderAsksForNothing() {
        assertThat(RetryAfter.wait(null, NOW, LONGEST)).isEmpty();
    }

    @Test
    void whereNoWaitIsAllowedNoneIsHeeded() {
        assertThat(RetryAfter.wait("120", NOW, Duration.ZERO)).isEmpty();
    }
}
