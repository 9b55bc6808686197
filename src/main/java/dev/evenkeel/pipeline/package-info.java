/**
 * The Kafka seam between planner, prober and store: topics, wire format with its schema version,
 * publishers, consumers and dead letters. Whoever does the work implements the interfaces declared
 * here; no other package touches Kafka.
 *
 * <p>May use: measurement.
 */
@NullMarked
package dev.evenkeel.pipeline;

import org.jspecify.annotations.NullMarked;
