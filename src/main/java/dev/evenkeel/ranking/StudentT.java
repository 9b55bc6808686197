package dev.evenkeel.ranking;

/** Student's t distribution. */
final class StudentT {
    private static final double Z = 1.959963984540054;

    private StudentT() {}

    /**
     * The 97.5 % quantile, by the expansion of Abramowitz and Stegun 26.7.5; within 2e-5 of the true value
     * for 11 and more degrees of freedom.
     */
    static double quantile975(int degreesOfFreedom) {
        if (degreesOfFreedom < 11) {
            throw new IllegalArgumentException("degreesOfFreedom must be at least 11");
        }
        double v = degreesOfFreedom;
        double z2 = Z * Z;
        double g1 = Z * (z2 + 1) / 4;
        double g2 = Z * ((5 * z2 + 16) * z2 + 3) / 96;
        double g3 = Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
        double g4 = Z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
        return Z + (g1 + (g2 + (g3 + g4 / v) / v) / v) / v;
    }
}
