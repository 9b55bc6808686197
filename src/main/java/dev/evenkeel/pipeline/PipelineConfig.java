package dev.evenkeel.pipeline;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How this process uses Kafka beyond what the client itself is told. */
@ConfigMapping(prefix = "evenkeel.pipeline")
interface PipelineConfig {
    /** Partitions of a topic that this process creates; an existing topic keeps what it has. */
    @WithDefault("8")
    int partitions();

    /** Replicas of a topic that this process creates; absent = the broker's own default. */
    Optional<Short> replicationFactor();

    /** How long the start waits for the broker to create the topics. */
    @WithDefault("PT30S")
    Duration startTimeout();

    /** How many rounds a prober holds at once, waiting or being started. */
    @WithDefault("256")
    int maxHeldRounds();

    /** First pause before a batch that the store or the broker did not take is tried again. */
    @WithDefault("PT0.2S")
    Duration retryMin();

    /** Longest such pause. */
    @WithDefault("PT5S")
    Duration retryMax();
}
