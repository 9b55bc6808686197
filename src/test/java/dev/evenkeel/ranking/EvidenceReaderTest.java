package dev.evenkeel.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.http.ProblemException;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.rollup.Resolution;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a ranking is read from where its samples lie in few stretches of time. */
class EvidenceReaderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Probes probes = new Probes();
    private final OneCampaign store = new OneCampaign(probes);
    private final RankingParts parts = RankingParts.neverFresh(store);

    @AfterEach
    void stop() {
        parts.close();
    }

    @Test
    void whereRollupsHaveTooFewCellsTheSamplesAreRead() {
        probes.every(Duration.ofSeconds(60)).ok("a", Probes.ttft(200, 50)).ok("b", Probes.ttft(300, 50));
        store.samplesAtMost = 1_000;

        RankingView ranking = ranking(Duration.ofHours(24));

        assertThat(store.rolledUp).containsExactly(Resolution.FIVE_MINUTES);
        assertThat(store.reads).isEqualTo(1);
        assertThat(ranking.quantileErrorBound()).isZero();
        assertThat(Objects.requireNonNull(ranking.resampling()).cells()).isEqualTo(45);
    }

    @Test
    void cellsOfTargetsThatAreNotRankedAreNotEnough() {
        probes.ok("a", Probes.ttft(200, 11)).failed("locked", Outcome.CLIENT_ERROR, 250, 401, "HTTP 401");
        probes.every(Duration.ofSeconds(60)).ok("b", Probes.ttft(300, 50));
        store.samplesAtMost = 1_000;

        RankingView ranking = ranking(Duration.ofHours(24));

        assertThat(ranking.entries()).hasSize(1);
        assertThat(ranking.quantileErrorBound()).isZero();
        assertThat(ranking.resampling()).isNotNull();
    }

    @Test
    void ofTooManySamplesTheFinestRollupsAreRead() {
        probes.every(Duration.ofMinutes(12)).ok("a", Probes.ttft(200, 100)).ok("b", Probes.ttft(300, 100));
        store.samplesAtMost = 50_001;

        RankingView ranking = ranking(Duration.ofDays(7));

        assertThat(store.rolledUp).containsExactly(Resolution.HOUR, Resolution.HOUR);
        assertThat(store.reads).isZero();
        RankingView.ResamplingView resampling = Objects.requireNonNull(ranking.resampling());
        assertThat(resampling.cells()).isEqualTo(20);
        assertThat(resampling.cellLength()).isEqualTo("PT1H");
    }

    @Test
    void whatCanNotBeReadFinerIsReadOnce() {
        probes.every(Duration.ofSeconds(60)).ok("a", Probes.ttft(200, 50)).ok("b", Probes.ttft(300, 50));
        store.samplesAtMost = 50_001;

        RankingView ranking = ranking(Duration.ofHours(24));

        assertThat(store.rolledUp).containsExactly(Resolution.FIVE_MINUTES);
        assertThat(store.reads).isZero();
        assertThat(ranking.resampling()).isNull();
    }

    @Test
    void enoughCellsAreReadOnce() {
        probes.ok("a", Probes.ttft(200, 60)).ok("b", Probes.ttft(300, 60));
        store.samplesAtMost = 50_001;

        RankingView ranking = ranking(Duration.ofHours(24));

        assertThat(store.rolledUp).containsExactly(Resolution.FIVE_MINUTES);
        assertThat(store.reads).isZero();
        assertThat(Objects.requireNonNull(ranking.resampling()).cells()).isEqualTo(60);
    }

    @Test
    void nothingIsToldOfAWindowThatIsNeitherKeptNorSummedUp() {
        probes.ok("a", Probes.ttft(200, 60));
        store.keptSince = Probes.ASKED_AT.minus(Duration.ofHours(3));
        store.summedUp = false;

        var problem = catchThrowableOfType(ProblemException.class, () -> ranking(Duration.ofHours(24)));

        assertThat(problem.status()).isEqualTo(503);
        assertThat(store.rolledUp).isEmpty();
    }

    private RankingView ranking(Duration window) {
        return parts.rankings
                .answer(probes.question(Metric.TTFT, Statistic.P50, window))
                .await()
                .atMost(PATIENCE)
                .ranking();
    }
}
