/**
 * Mergeable summaries of a target's samples.
 *
 * <p>May use: measurement.
 */
@NullMarked
package dev.evenkeel.rollup;

import org.jspecify.annotations.NullMarked;
