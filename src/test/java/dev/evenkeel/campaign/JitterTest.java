package dev.evenkeel.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JitterTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private final Jitter jitter = new Jitter(UUID.fromString("5b2f4c0e-7a55-4f0b-8d56-0d7b3f6b1c11"));

    @Test
    void theSameCampaignAndInstantGiveTheSameJitter() {
        Duration first = jitter.of(NOON, Duration.ofSeconds(30));

        Duration again = new Jitter(jitter.campaignId()).of(NOON, Duration.ofSeconds(30));

        assertThat(again).isEqualTo(first).isEqualTo(Duration.parse("PT28.710768S"));
    }

    @Test
    void anotherCampaignHasAnotherJitter() {
        Duration other = new Jitter(new UUID(1, 2)).of(NOON, Duration.ofSeconds(30));

        assertThat(other).isNotEqualTo(jitter.of(NOON, Duration.ofSeconds(30)));
    }

    @Test
    void noJitterIsZero() {
        assertThat(jitter.of(NOON, Duration.ZERO)).isZero();
    }

    @Test
    void bothEndsOfTheRangeAreReached() {
        long zero = 0;
        long one = 0;
        for (int second = 0; second < 1000; second++) {
            long micros =
                    jitter.of(NOON.plusSeconds(second), Duration.ofNanos(1_000)).toNanos() / 1_000;
            zero += micros == 0 ? 1 : 0;
            one += micros == 1 ? 1 : 0;
        }

        assertThat(zero).isBetween(400L, 600L);
        assertThat(one).isEqualTo(1000 - zero);
    }
}
