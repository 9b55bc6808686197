package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TieOrderTest {
    private static final Comparator<Integer> LAST_FIRST = Comparator.reverseOrder();

    @Test
    void tiesStandByNameWhateverTheirValues() {
        List<Contender> tied = List.of(contender(1.00, 0.5), contender(1.01, 0.5), contender(1.02, 0.5));

        assertThat(order(tied)).containsExactly(2, 1, 0);
    }

    @Test
    void tiesThatAreFarApartStandByTheirValues() {
        assertThat(TieOrder.step(100, false)).isLessThan(TieOrder.step(140, false));
        assertThat(TieOrder.step(100, false)).isEqualTo(TieOrder.step(101, false));
        assertThat(TieOrder.step(100, true)).isGreaterThan(TieOrder.step(140, true));
        assertThat(TieOrder.step(0, false)).isLessThan(TieOrder.step(1e-6, false));
    }

    @Test
    void groupsStandByTheirStatistic() {
        List<Contender> apart = List.of(contender(1, 0.001), contender(2, 0.001), contender(4, 0.001));

        assertThat(order(apart)).containsExactly(0, 1, 2);
    }

    @Test
    void whoIsToldApartWithinAGroupKeepsTheOrderOfTheStatistic() {
        // Given a first that is too uncertain to be told from anyone, and two that are not
        List<Contender> chained = List.of(contender(1, 2), contender(1.04, 0.001), contender(1.1, 0.001));

        List<Placement> placements = placements(chained);

        assertThat(placements).extracting(Placement::tieGroup).containsExactly(1, 1, 1);
        assertThat(order(chained)).containsExactly(1, 2, 0);
    }

    private static List<Integer> order(List<Contender> contenders) {
        return TieOrder.of(placements(contenders), comparison(contenders), LAST_FIRST);
    }

    private static List<Placement> placements(List<Contender> contenders) {
        return Placement.of(contenders, comparison(contenders), false);
    }

    private static Comparison comparison(List<Contender> contenders) {
        return Comparison.of(contenders, 0.05, 1);
    }

    /** Resamples spread evenly on the log scale, each contender's in an order of its own. */
    private static Contender contender(double point, double logSpread) {
        double[] resampled = new double[Resampling.RESAMPLES];
        int stride = 7 + 2 * (int) Math.round(100 * point);
        Arrays.setAll(
                resampled,
                r -> point
                        * Math.exp(logSpread
                                * ((long) r * stride % Resampling.RESAMPLES / (double) Resampling.RESAMPLES - 0.5)));
        return Contender.of(point, resampled);
    }
}
