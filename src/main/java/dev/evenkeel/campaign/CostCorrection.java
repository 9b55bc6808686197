package dev.evenkeel.campaign;

import java.math.BigDecimal;

/**
 * What a run is known to cost, as judged by its samples.
 *
 * @param counted what was counted for it when this was judged
 * @param known what takes its place
 */
record CostCorrection(BigDecimal counted, BigDecimal known) {}
