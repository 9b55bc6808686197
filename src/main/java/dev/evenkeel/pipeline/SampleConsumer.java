package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.Sample;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Gives each batch of samples to the store. The batch is acknowledged, and so its offsets committed, once
 * the store has committed and every record that can't be used is a dead letter. While the store or the
 * broker is away the same batch is tried again, and nothing after it is read.
 */
@Singleton
final class SampleConsumer {
    private static final Logger LOG = Logger.getLogger(SampleConsumer.class);

    private final SampleSink sink;
    private final DeadLetters deadLetters;
    private final PipelineConfig config;

    SampleConsumer(SampleSink sink, DeadLetters deadLetters, PipelineConfig config) {
        this.sink = sink;
        this.deadLetters = deadLetters;
        this.config = config;
    }

    @Incoming("samples-in")
    Uni<Void> consume(ConsumerRecords<byte[], byte[]> records) {
        Batch batch = Batch.of(records);
        return untilTaken(sink.store(batch.readable()))
                .map(batch::deadLettersWith)
                .chain(letters -> untilTaken(publishAll(letters)));
    }

    private Uni<Void> publishAll(List<DeadLetter> letters) {
        return Multi.createFrom()
                .iterable(letters)
                .onItem()
                .transformToUniAndConcatenate(
                        letter -> deadLetters.publish(letter.origin(), letter.cause(), letter.detail()))
                .onItem()
                .ignoreAsUni();
    }

    private <T> Uni<T> untilTaken(Uni<T> attempt) {
        return attempt.onFailure()
                .invoke(failure -> LOG.warnf(failure, "batch not taken, it will be tried again"))
                .onFailure()
                .retry()
                .withBackOff(config.retryMin(), config.retryMax())
                .indefinitely();
    }

    private record DeadLetter(ConsumerRecord<byte[], byte[]> origin, DeadLetterCause cause, String detail) {}

    /** A batch, parsed record by record, that remembers which record each sample came from. */
    private record Batch(
            List<ReceivedSample> readable,
            List<DeadLetter> unreadable,
            Map<ReceivedSample, ConsumerRecord<byte[], byte[]>> origins) {
        static Batch of(ConsumerRecords<byte[], byte[]> records) {
            Batch batch = new Batch(new ArrayList<>(), new ArrayList<>(), new HashMap<>());
            records.forEach(batch::add);
            return batch;
        }

        private void add(ConsumerRecord<byte[], byte[]> origin) {
            WireFormat.decodeSample(origin.value())
                    .fold(
                            sample -> readable.add(received(sample, origin)),
                            (cause, detail) -> unreadable.add(new DeadLetter(origin, cause, detail)));
        }

        private ReceivedSample received(Sample sample, ConsumerRecord<byte[], byte[]> origin) {
            var received = new ReceivedSample(sample, origin.partition(), origin.offset());
            origins.put(received, origin);
            return received;
        }

        List<DeadLetter> deadLettersWith(List<RejectedSample> rejected) {
            List<DeadLetter> letters = new ArrayList<>(unreadable);
            for (RejectedSample sample : rejected) {
                ConsumerRecord<byte[], byte[]> origin = origins.get(sample.received());
                if (origin != null) {
                    letters.add(new DeadLetter(origin, sample.cause(), sample.detail()));
                }
            }
            return letters;
        }
    }
}
