/**
 * OpenAI-compatible streaming providers with known latencies and faults, on a port of their own.
 *
 * <p>May use: measurement.
 */
@NullMarked
package dev.evenkeel.simulator;

import org.jspecify.annotations.NullMarked;
