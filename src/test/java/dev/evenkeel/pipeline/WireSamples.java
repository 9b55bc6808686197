package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.Sample;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Samples as probers put them on Kafka, for tests that have no prober. */
public final class WireSamples {
    private WireSamples() {}

    public static ProducerRecord<byte[], byte[]> record(Sample sample) {
        byte[] key = sample.targetId().toString().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(Topics.SAMPLES, key, WireFormat.encode(sample));
    }
}
