package dev.evenkeel.measurement;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;

/**
 * A target's price.
 *
 * @param inputPerMillion money per million input tokens, not negative
 * @param outputPerMillion money per million output tokens, not negative
 * @param currency ISO 4217 code
 */
public record Price(BigDecimal inputPerMillion, BigDecimal outputPerMillion, String currency) {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    public Price {
        Objects.requireNonNull(inputPerMillion, "inputPerMillion");
        Objects.requireNonNull(outputPerMillion, "outputPerMillion");
        Objects.requireNonNull(currency, "currency");
        if (inputPerMillion.signum() < 0 || outputPerMillion.signum() < 0) {
            throw new IllegalArgumentException("inputPerMillion and outputPerMillion must not be negative");
        }
    }

    /** The cost of one probe in {@link #currency()}. */
    public BigDecimal costOf(long inputTokens, long outputTokens) {
        return inputPerMillion
                .multiply(BigDecimal.valueOf(inputTokens))
                .add(outputPerMillion.multiply(BigDecimal.valueOf(outputTokens)))
                .divide(MILLION, MathContext.DECIMAL64);
    }
}
