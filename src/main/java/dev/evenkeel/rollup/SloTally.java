package dev.evenkeel.rollup;

import dev.evenkeel.measurement.Slo;

/**
 * How many counted samples met the SLO that was in force when they were stored.
 *
 * @param slo which asks for nothing where there was none, or where {@code mixed}
 * @param met of the samples, those that were OK and kept each part of the SLO
 * @param mixed whether the samples were not all judged by one SLO, so that {@code met} says nothing
 */
public record SloTally(Slo slo, long met, boolean mixed) {
    /** Of samples that were judged by different SLOs. */
    public static final SloTally MIXED = new SloTally(Slo.NONE, 0, true);

    public static SloTally of(Slo slo, long met) {
        return new SloTally(slo, met, false);
    }

    /** Whether all samples were judged by that SLO. */
    public boolean isBy(Slo other) {
        return !mixed && slo.equals(other);
    }

    /** Of two sets that both hold a counted sample. */
    SloTally merge(SloTally other) {
        return !mixed && other.isBy(slo) ? of(slo, met + other.met) : MIXED;
    }
}
