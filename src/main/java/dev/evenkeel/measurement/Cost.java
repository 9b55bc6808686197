package dev.evenkeel.measurement;

import java.math.BigDecimal;

/** What one probe cost by its target's prices. */
public record Cost(BigDecimal amount, String currency) {}
