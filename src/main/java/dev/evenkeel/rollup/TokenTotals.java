package dev.evenkeel.rollup;

/** Tokens of samples that told them; what a sample did not tell adds nothing. None is negative. */
public record TokenTotals(long input, long output, long reasoning, long cached) {
    public static final TokenTotals NONE = new TokenTotals(0, 0, 0, 0);

    public TokenTotals {
        if (input < 0 || output < 0 || reasoning < 0 || cached < 0) {
            throw new IllegalArgumentException("tokens must not be negative");
        }
    }

    TokenTotals plus(TokenTotals other) {
        return new TokenTotals(
                input + other.input, output + other.output, reasoning + other.reasoning, cached + other.cached);
    }
}
