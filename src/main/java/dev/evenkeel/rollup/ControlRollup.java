package dev.evenkeel.rollup;

/**
 * How far the controls of a target's rounds were measured wrongly, suspect rounds included. Magnitudes in nanoseconds.
 *
 * @param maxNs 0 where there was none
 */
public record ControlRollup(Sketch errors, long maxNs) {
    public static final ControlRollup EMPTY = new ControlRollup(Sketch.EMPTY, 0);

    public ControlRollup merge(ControlRollup other) {
        return new ControlRollup(errors.merge(other.errors), Math.max(maxNs, other.maxNs));
    }
}
