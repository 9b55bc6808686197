package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.Sample;

/** A sample and where on {@code evenkeel.samples} it came from. */
public record ReceivedSample(Sample sample, int partition, long offset) {}
