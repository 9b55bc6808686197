package dev.evenkeel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuantileTableTest {
    @Test
    void nearestRanksOfTheDrawsAreTheTablesValues() {
        QuantileTable table = QuantileTable.of(0, 1, 0.5, 2, 0.95, 7, 1, 60);

        List<Long> draws = table.sortedNanos(200);

        assertThat(draws).hasSize(200).isSorted();
        assertThat(Sampled.nearestRank(draws, 0.5)).isEqualTo(2e9);
        assertThat(Sampled.nearestRank(draws, 0.95)).isEqualTo(7e9);
        assertThat(Sampled.nearestRank(draws, 1)).isEqualTo(60e9);
        assertThat(Sampled.nearestRank(draws, 0.25)).isEqualTo(1.5e9);
    }

    @Test
    void pointsThatDoNotReachFromZeroToOneAreRefused() {
        assertThatThrownBy(() -> QuantileTable.of(0.1, 1, 1, 2)).hasMessageContaining("from probability 0 to 1");
        assertThatThrownBy(() -> QuantileTable.of(0, 1, 0.9, 2)).hasMessageContaining("from probability 0 to 1");
    }

    @Test
    void pointsThatFallAreRefused() {
        assertThatThrownBy(() -> QuantileTable.of(0, 2, 0.5, 1, 1, 3)).hasMessageContaining("point 1");
        assertThatThrownBy(() -> QuantileTable.of(0, 1, 0.5, 2, 0.5, 3, 1, 4)).hasMessageContaining("point 2");
    }

    @Test
    void valuesOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> QuantileTable.constant(0)).hasMessageContaining("seconds");
        assertThatThrownBy(() -> QuantileTable.constant(Double.NaN)).hasMessageContaining("seconds");
        assertThatThrownBy(() -> new QuantileTable.Point(1.1, 1)).hasMessageContaining("probability");
    }
}
