package dev.evenkeel.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LadderTest {
    private static final String RETENTION = "evenkeel.rollup.retention.";
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");

    @Test
    void fineRollupsAreKeptForDaysAndCoarseOnesForYearsUnlessConfigured() {
        assertThat(ladder(Map.of()).kept())
                .isEqualTo(Map.of(
                        Resolution.FIVE_MINUTES, Duration.ofDays(3),
                        Resolution.HOUR, Duration.ofDays(40),
                        Resolution.SIX_HOURS, Duration.ofDays(100),
                        Resolution.DAY, Duration.ofDays(1096)));
        assertThat(config(Map.of()).checkEvery()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void eachResolutionIsKeptAsConfigured() {
        Ladder ladder = ladder(Map.of("five-minutes", "PT30H", "hour", "P4D", "six-hours", "P5D", "day", "P6D"));

        assertThat(ladder.kept())
                .isEqualTo(Map.of(
                        Resolution.FIVE_MINUTES, Duration.ofHours(30),
                        Resolution.HOUR, Duration.ofDays(4),
                        Resolution.SIX_HOURS, Duration.ofDays(5),
                        Resolution.DAY, Duration.ofDays(6)));
    }

    @Test
    void aDayMustFitIntoTheFinest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ladder(Map.of("five-minutes", "PT24H")))
                .withMessage("evenkeel.rollup.retention.five-minutes must be at least PT25H");
    }

    @Test
    void coarserOnesAreKeptNoShorter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ladder(Map.of("six-hours", "P39D")))
                .withMessageContaining("SIX_HOURS");
    }

    @Test
    void aResolutionIsWholeFromTheFirstEdgeWithinItsRetentionOn() {
        Ladder ladder = ladder(Map.of());

        assertThat(ladder.keptSince(Resolution.FIVE_MINUTES, NOON.plusSeconds(1)))
                .isEqualTo(NOON.minus(Duration.ofDays(3)).plusSeconds(300));
        assertThat(ladder.keptSince(Resolution.DAY, NOON))
                .isEqualTo(NOON.minus(Duration.ofDays(1096)).plus(Duration.ofHours(12)));
    }

    @Test
    void anOldWindowIsReadFromTheFinestThatIsStillKept() {
        Ladder ladder = ladder(Map.of());

        assertThat(ladder.finestSince(NOON.minus(Duration.ofDays(2)), Resolution.FIVE_MINUTES, NOON))
                .isEqualTo(Resolution.FIVE_MINUTES);
        assertThat(ladder.finestSince(NOON.minus(Duration.ofDays(2)), Resolution.SIX_HOURS, NOON))
                .isEqualTo(Resolution.SIX_HOURS);
        assertThat(ladder.finestSince(NOON.minus(Duration.ofDays(30)), Resolution.FIVE_MINUTES, NOON))
                .isEqualTo(Resolution.HOUR);
        assertThat(ladder.finestSince(NOON.minus(Duration.ofDays(4_000)), Resolution.FIVE_MINUTES, NOON))
                .isEqualTo(Resolution.DAY);
    }

    private static Ladder ladder(Map<String, String> retention) {
        return new LadderProducer().ladder(config(retention));
    }

    private static RollupConfig config(Map<String, String> retention) {
        Map<String, String> properties = new HashMap<>();
        retention.forEach((name, value) -> properties.put(RETENTION + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(RollupConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 0))
                .build()
                .getConfigMapping(RollupConfig.class);
    }
}
