package dev.evenkeel.probe;

import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.RoundRequest;

/**
 * One probe to be made.
 *
 * @param scheduled the round's instant of firing as a {@code System.nanoTime()} value
 */
record ProbeOrder(RoundRequest round, ProbeTarget target, ProbeRequest request, long scheduled) {}
