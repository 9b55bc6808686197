/**
 * One request becomes one sample: the streaming client, the event-stream decoder, the protocols, the
 * clocks, and the round that fires all its targets at the same instant. Needs Kafka and nothing else.
 *
 * <p>May use: egress, pipeline, measurement.
 */
@NullMarked
package dev.evenkeel.probe;

import org.jspecify.annotations.NullMarked;
