/**
 * Mergeable summaries of a target's samples in a stretch of time: moments, sketches of 0.5 % relative error, outcomes,
 * tokens and costs, at several resolutions. Pure, but for their table and its retention.
 *
 * <p>May use: measurement.
 */
@NullMarked
package dev.evenkeel.rollup;

import org.jspecify.annotations.NullMarked;
