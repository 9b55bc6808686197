package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Account;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CoolDownsTest {
    private static final Instant NOW = Instant.parse("2026-11-06T08:49:37.123456Z");
    private static final Account ACCOUNT = account("https://a.example/v1", "key-a");

    private long monotonicNs = Long.MAX_VALUE - 5;
    private final CoolDowns coolDowns =
            new CoolDowns(Duration.ofMinutes(10), Clock.fixed(NOW, ZoneOffset.UTC), () -> monotonicNs);

    @Test
    void aCoolDownEndsByTheMonotonicClockAndNotBefore() {
        coolDowns.rateLimited(ACCOUNT, "2");
        assertThat(coolDowns.refusalOf(ACCOUNT))
                .contains("cool-down: the provider asked to wait, nothing is sent until 2026-11-06T08:49:39.123Z");

        advance(Duration.ofSeconds(2).minusNanos(1));
        assertThat(coolDowns.refusalOf(ACCOUNT)).isPresent();

        advance(Duration.ofNanos(1));
        assertThat(coolDowns.refusalOf(ACCOUNT)).isEmpty();
    }

    @Test
    void ofTwoTheOneThatEndsLaterHolds() {
        coolDowns.rateLimited(ACCOUNT, "60");
        coolDowns.rateLimited(ACCOUNT, "1");

        advance(Duration.ofSeconds(59));

        assertThat(coolDowns.refusalOf(ACCOUNT)).isPresent();
    }

    @Test
    void a429WithoutTheHeaderOpensNone() {
        coolDowns.rateLimited(ACCOUNT, null);

        assertThat(coolDowns.refusalOf(ACCOUNT)).isEmpty();
    }

    @Test
    void anotherCredentialAndAnotherProviderGoOn() {
        coolDowns.rateLimited(ACCOUNT, "60");

        assertThat(coolDowns.refusalOf(account("https://a.example/v1", "key-b")))
                .isEmpty();
        assertThat(coolDowns.refusalOf(new Account(ACCOUNT.baseUrl(), null))).isEmpty();
        assertThat(coolDowns.refusalOf(account("https://b.example/v1", "key-a")))
                .isEmpty();
    }

    private void advance(Duration time) {
        monotonicNs += time.toNanos();
    }

    private static Account account(String baseUrl, String credential) {
        return new Account(URI.create(baseUrl), credential);
    }
}
