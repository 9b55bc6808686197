/**
 * OpenAI-compatible streaming providers with known latencies and faults, on a port of their own.
 *
 * <p>{@link dev.evenkeel.simulator.SimulatorServer} listens on loopback and keeps its own event loop
 * and timer, so that nothing else in the process delays a token. What a provider does is dealt from
 * decks: times to first token from a table of quantiles, faults from their shares. The server's own log
 * tells what each request was meant to get and what it got.
 *
 * <p>May use: measurement.
 */
@NullMarked
package dev.evenkeel.simulator;

import org.jspecify.annotations.NullMarked;
