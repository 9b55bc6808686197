package dev.evenkeel.ranking;

import java.util.random.RandomGenerator;

/**
 * How a simulated target behaves: an unseen drift over the day, and around it numbers that are drawn for each probe. In
 * milliseconds.
 */
interface LatencyModel {
    double NOMINAL_MS = 300;

    /** How the level of each of the day's cells of five minutes differs from the nominal one, as a logarithm. */
    double[] drift(int cells, RandomGenerator random);

    /** One number at a moment of that drift. */
    double draw(double drift, RandomGenerator random);

    /**
     * Log-normal numbers of σ 0.25 around an AR(1) drift of σ 0.15; some of them are outliers of 25 times as much (σ 0.3).
     *
     * @param memoryMinutes after which the drift's correlation has fallen by a factor of e
     * @param outliers share of numbers
     */
    record LogNormal(double memoryMinutes, double outliers) implements LatencyModel {
        @Override
        public double[] drift(int cells, RandomGenerator random) {
            double decay = Math.exp(-5 / memoryMinutes);
            double[] drift = new double[cells];
            double state = random.nextGaussian();
            for (int cell = 0; cell < cells; cell++) {
                drift[cell] = 0.15 * state;
                state = decay * state + Math.sqrt(1 - decay * decay) * random.nextGaussian();
            }
            return drift;
        }

        @Override
        public double draw(double drift, RandomGenerator random) {
            double body = NOMINAL_MS * Math.exp(drift + 0.25 * random.nextGaussian());
            return random.nextDouble() < outliers ? body * 25 * Math.exp(0.3 * random.nextGaussian()) : body;
        }
    }

    /**
     * Weibull numbers of shape 4 (a CV of 0.28) that are a fifth slower in spells, in which a quarter of them are outliers:
     * log-normal around 15 times as much (σ 0.7).
     *
     * @param memoryMinutes twice as long as a spell lasts on average
     * @param outliers share of numbers
     */
    record Spells(double memoryMinutes, double outliers) implements LatencyModel {
        private static final double OUTLIERS_IN_SPELL = 0.25;

        @Override
        public double[] drift(int cells, RandomGenerator random) {
            double share = outliers / OUTLIERS_IN_SPELL;
            double ends = Math.min(1, 10 / memoryMinutes);
            double begins = ends * share / (1 - share);
            double[] drift = new double[cells];
            boolean spell = random.nextDouble() < share;
            for (int cell = 0; cell < cells; cell++) {
                drift[cell] = spell ? Math.log(1.2) : 0;
                spell = spell ? random.nextDouble() >= ends : random.nextDouble() < begins;
            }
            return drift;
        }

        @Override
        public double draw(double drift, RandomGenerator random) {
            double body = NOMINAL_MS * Math.exp(drift) * Math.pow(random.nextExponential(), 0.25);
            boolean outlier = drift > 0 && random.nextDouble() < OUTLIERS_IN_SPELL;
            return outlier ? body * 15 * Math.exp(0.7 * random.nextGaussian()) : body;
        }
    }

    /**
     * Gamma numbers of shape 12 (a CV of 0.29) in one of two regimes, the busy one 1.5 times as slow; some of them have a Pareto
     * tail (index 2.5 from 8 times, 100 times at most).
     *
     * @param memoryMinutes that a regime lasts on average
     * @param outliers share of numbers
     */
    record RegimeSwitching(double memoryMinutes, double outliers) implements LatencyModel {
        private static final int SHAPE = 12;

        @Override
        public double[] drift(int cells, RandomGenerator random) {
            double[] drift = new double[cells];
            boolean busy = random.nextDouble() < 0.3;
            for (int cell = 0; cell < cells; cell++) {
                drift[cell] = busy ? Math.log(1.5) : 0;
                double leaves = 1 - Math.exp(-5 / (busy ? 0.6 * memoryMinutes : 1.4 * memoryMinutes));
                busy = random.nextDouble() < leaves ? !busy : busy;
            }
            return drift;
        }

        @Override
        public double draw(double drift, RandomGenerator random) {
            double sum = 0;
            for (int i = 0; i < SHAPE; i++) {
                sum += random.nextExponential();
            }
            double body = NOMINAL_MS * Math.exp(drift) * sum / SHAPE;
            double tail = Math.min(100, 8 * Math.pow(1 - random.nextDouble(), -1 / 2.5));
            return random.nextDouble() < outliers ? body * tail : body;
        }
    }
}
