/**
 * Statistics of consistency, their intervals, ties and ranks, and the resource that serves them. The
 * statistics are pure and read like their definitions.
 *
 * <p>May use: rollup, samples, campaign, measurement, http.
 */
@NullMarked
package dev.evenkeel.ranking;

import org.jspecify.annotations.NullMarked;
