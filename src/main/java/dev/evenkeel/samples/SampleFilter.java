package dev.evenkeel.samples;

import dev.evenkeel.measurement.ConnectionArm;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which samples of a campaign a client wants; what is absent bounds nothing.
 *
 * @param from only those scheduled at or after it
 * @param to only those scheduled before it
 * @param provider only those of targets at that provider
 * @param run only those of that run
 * @param specVersion only those of that workload version
 * @param connection only those on that kind of connection
 * @param vantage only those from that vantage
 */
record SampleFilter(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String provider,
        @Nullable UUID run,
        @Nullable Integer specVersion,
        @Nullable ConnectionArm connection,
        @Nullable String vantage) {}
