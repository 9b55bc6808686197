package dev.evenkeel.pipeline;

import dev.evenkeel.measurement.MissedRound;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Gives each batch of samples, and of rounds that were not probed, to the store. The batch is acknowledged, and so its offsets committed, once
 * the store has committed and every record that can't be used is a dead letter. While the store or the
 * broker is away the same batch is tried again, and nothing after it is read of its partitions; batches of others may be under
 * way at the same time.
 */
@Singleton
final class SampleConsumer {
    private static final Logger LOG = Logger.getLogger(SampleConsumer.class);

    private final SampleSink sink;
    private final DeadLetters deadLetters;
    private final PipelineConfig config;
    private final PipelineMetrics metrics;

    SampleConsumer(SampleSink sink, DeadLetters deadLetters, PipelineConfig config, PipelineMetrics metrics) {
        this.sink = sink;
        this.deadLetters = deadLetters;
        this.config = config;
        this.metrics = metrics;
    }

    @Incoming("samples-in")
    Uni<Void> consume(ConsumerRecords<byte[], byte[]> records) {
        long start = System.nanoTime();
        Batch batch = Batch.of(records);
        return untilTaken(sink.store(batch.samples(), batch.missed()))
                .map(batch::deadLettersWith)
                .chain(this::publishAll)
                .invoke(() -> metrics.batch(records.count(), System.nanoTime() - start));
    }

    /** Each is tried again by itself: those that Kafka has acknowledged are not sent a second time. */
    private Uni<Void> publishAll(List<DeadLetter> letters) {
        return Multi.createFrom()
                .iterable(letters)
                .onItem()
                .transformToUniAndConcatenate(letter -> untilTaken(publish(letter)))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> publish(DeadLetter letter) {
        return Uni.createFrom().deferred(() -> deadLetters.publish(letter.origin(), letter.cause(), letter.detail()));
    }

    private <T> Uni<T> untilTaken(Uni<T> attempt) {
        return attempt.onFailure()
                .invoke(this::toBeRetried)
                .onFailure()
                .retry()
                .withBackOff(config.retryMin(), config.retryMax())
                .indefinitely();
    }

    private void toBeRetried(Throwable failure) {
        metrics.batchRetried();
        LOG.warnf(failure, "batch not taken, it will be tried again");
    }

    private record DeadLetter(ConsumerRecord<byte[], byte[]> origin, DeadLetterCause cause, String detail) {}

    /** A record and what it says. */
    private record Read(ConsumerRecord<byte[], byte[]> origin, Decoded<Told> decoded) {}

    /** A batch, parsed on all cores: that takes longer than anything else that this process does with a sample. */
    private record Batch(
            ConsumerRecords<byte[], byte[]> records,
            List<ReceivedSample> samples,
            List<MissedRound> missed,
            List<DeadLetter> unreadable) {
        static Batch of(ConsumerRecords<byte[], byte[]> records) {
            Batch batch = new Batch(records, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            StreamSupport.stream(records.spliterator(), false).toList().parallelStream()
                    .map(origin -> new Read(origin, WireFormat.decodeTold(origin.value())))
                    .toList()
                    .forEach(read -> batch.add(read.origin(), read.decoded()));
            return batch;
        }

        private void add(ConsumerRecord<byte[], byte[]> origin, Decoded<Told> decoded) {
            decoded.fold(
                    told -> add(told, origin),
                    (cause, detail) -> unreadable.add(new DeadLetter(origin, cause, detail)));
        }

        private boolean add(Told told, ConsumerRecord<byte[], byte[]> origin) {
            told.match(
                    sample -> samples.add(new ReceivedSample(sample, origin.partition(), origin.offset())),
                    missed::add);
            return true;
        }

        List<DeadLetter> deadLettersWith(List<RejectedSample> rejected) {
            List<DeadLetter> letters = new ArrayList<>(unreadable);
            rejected.forEach(sample ->
                    letters.add(new DeadLetter(originOf(sample.received()), sample.cause(), sample.detail())));
            return letters;
        }

        /** Looked for only where it is needed: rejected samples are rare. */
        private ConsumerRecord<byte[], byte[]> originOf(ReceivedSample sample) {
            return records.records(new TopicPartition(Topics.SAMPLES, sample.partition())).stream()
                    .filter(origin -> origin.offset() == sample.offset())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("a sample was rejected that was not in its batch"));
        }
    }
}
