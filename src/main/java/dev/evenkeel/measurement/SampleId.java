package dev.evenkeel.measurement;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Derives a sample's id from what it is a sample of, so that a redelivery carries the same id and counts once. */
public final class SampleId {
    private SampleId() {}

    public static UUID of(UUID runId, int round, UUID targetId, ConnectionArm arm, String vantage) {
        String name = runId + "/" + round + "/" + targetId + "/" + arm + "/" + vantage;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
