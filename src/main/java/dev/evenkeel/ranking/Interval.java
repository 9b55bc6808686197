package dev.evenkeel.ranking;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** A 95 % interval; in JSON {@code [low, high]}. */
record Interval(double low, double high) {
    Interval {
        if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException("low <= high must hold and both be finite");
        }
    }

    /** Both ends through an increasing function. */
    Interval map(DoubleUnaryOperator increasing) {
        return new Interval(increasing.applyAsDouble(low), increasing.applyAsDouble(high));
    }

    @JsonValue
    List<Double> ends() {
        return List.of(low, high);
    }
}
