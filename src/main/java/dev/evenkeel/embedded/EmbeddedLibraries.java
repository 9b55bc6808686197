package dev.evenkeel.embedded;

/** Whether this package of the service brought PostgreSQL's binaries and the Kafka broker with it. */
public final class EmbeddedLibraries {
    private EmbeddedLibraries() {}

    /** False in a production package, where {@link EmbeddedStores} must not be touched. */
    public static boolean present() {
        return has("io/zonky/test/db/postgres/embedded/EmbeddedPostgres.class")
                && has("kafka/server/KafkaRaftServer.class");
    }

    private static boolean has(String resource) {
        return EmbeddedLibraries.class.getClassLoader().getResource(resource) != null;
    }
}
