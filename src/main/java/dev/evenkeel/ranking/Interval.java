package dev.evenkeel.ranking;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A 95 % interval; in JSON {@code [low, high]}. */
@Schema(
        type = SchemaType.ARRAY,
        implementation = double.class,
        minItems = 2,
        maxItems = 2,
        description = "A 95 % interval: its low and its high end.")
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
