package dev.evenkeel.campaign;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** The campaigns' own parts on a real PostgreSQL, with time, Kafka and the log of samples in the test's hands. */
public final class SchedulingProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.scheduler.enabled",
                "false",
                "evenkeel.scheduler.planning-lead",
                "PT2S",
                "evenkeel.vantages",
                "default,eu-west");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(
                SettableStoreClock.class,
                RecordingRoundPublisher.class,
                SampleLogInMemory.class,
                SchedulerFixture.class);
    }
}
