package dev.evenkeel.ranking;

/**
 * The share of counted probes that did not fail.
 *
 * @param n counted probes
 * @param failures those that failed
 */
record Availability(long n, long failures) {
    private static final double Z = 1.959963984540054;

    Availability {
        if (failures < 0 || failures > n) {
            throw new IllegalArgumentException("0 <= failures <= n must hold");
        }
    }

    /** {@code 1 − failures/n}; NaN where nothing counted. */
    double value() {
        return n == 0 ? Double.NaN : 1 - failures / (double) n;
    }

    /**
     * 95 % interval by Wilson's score (1927), which keeps its coverage near 1, where the textbook interval
     * has none. It takes the probes as independent.
     */
    Interval interval() {
        if (n == 0) {
            return new Interval(0, 1);
        }
        double z2 = Z * Z;
        double share = value();
        double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }
}
