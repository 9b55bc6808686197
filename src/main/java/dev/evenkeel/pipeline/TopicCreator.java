package dev.evenkeel.pipeline;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/**
 * Creates the topics that are missing, before any channel connects: a consumer that came first would
 * have the broker make them up with its own number of partitions, or find none.
 */
@Singleton
final class TopicCreator {
    private static final Logger LOG = Logger.getLogger(TopicCreator.class);

    /** Ahead of reactive messaging, which starts its channels at {@code LIBRARY_BEFORE} (1000). */
    private static final int BEFORE_CHANNELS = 500;

    private final PipelineConfig config;
    private final Vantages vantages;
    private final Map<String, Object> kafka;

    TopicCreator(
            PipelineConfig config, Vantages vantages, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.config = config;
        this.vantages = vantages;
        this.kafka = kafka;
    }

    void onStart(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event) {
        try (Admin admin = Admin.create(adminSettings())) {
            Set<String> existing =
                    admin.listTopics().names().get(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
            List<NewTopic> missing = Topics.all(vantages.known()).stream()
                    .filter(topic -> !existing.contains(topic))
                    .map(this::newTopic)
                    .toList();
            create(admin, missing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "Kafka at " + kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG) + " did not answer within "
                            + config.startTimeout() + " (kafka.bootstrap.servers, evenkeel.pipeline.start-timeout)",
                    e);
        }
    }

    private void create(Admin admin, List<NewTopic> missing)
            throws InterruptedException, ExecutionException, TimeoutException {
        Duration timeout = config.startTimeout();
        var options = new CreateTopicsOptions().timeoutMs(Math.toIntExact(timeout.toMillis()));
        for (var creation : admin.createTopics(missing, options).values().entrySet()) {
            try {
                creation.getValue().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                LOG.infof("topic created topic=%s", creation.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                LOG.debugf("topic was created by another replica topic=%s", creation.getKey());
            }
        }
    }

    private NewTopic newTopic(String name) {
        return new NewTopic(name, Optional.of(config.partitions()), config.replicationFactor());
    }

    private Map<String, Object> adminSettings() {
        Map<String, Object> settings = new HashMap<>();
        kafka.forEach((key, value) -> {
            if (AdminClientConfig.configNames().contains(key)) {
                settings.put(key, value);
            }
        });
        // No request may take longer than the whole answer: a client that is told otherwise is refused.
        int timeout = Math.toIntExact(config.startTimeout().toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        return settings;
    }
}
