/**
 * The vocabulary that every other package speaks: ids, what one round asks ({@link
 * dev.evenkeel.measurement.RoundRequest}), what one probe observed ({@link
 * dev.evenkeel.measurement.Sample}), how it ended ({@link dev.evenkeel.measurement.Outcome}), and the
 * names of metrics and statistics.
 *
 * <p>Pure Java: values only, no framework, no I/O. May use: no other package.
 */
@NullMarked
package dev.evenkeel.measurement;

import org.jspecify.annotations.NullMarked;
