package dev.evenkeel.launch;

import java.util.EnumSet;
import java.util.Set;

/** Where the stores are: in this process, or where the configuration says. */
enum StoreMode {
    EMBEDDED,
    EXTERNAL;

    static final String REACTIVE_URL = "quarkus.datasource.reactive.url";
    static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    static final String KAFKA = "kafka.bootstrap.servers";

    /** Half of the addresses is refused: an embedded store beside an external one is never what was meant. */
    static StoreMode of(Settings settings, Set<Role> roles, boolean embeddedLibrariesPresent) {
        boolean postgres = settings.isSet(REACTIVE_URL);
        boolean kafka = settings.isSet(KAFKA);
        if (kafka && (postgres || !Role.needDatabase(roles))) {
            return EXTERNAL;
        }
        if (!roles.equals(EnumSet.allOf(Role.class))) {
            throw new StartRefusedException(
                    Role.ROLES + " is set to some of " + Role.all() + ", but not all stores are: "
                            + "set " + KAFKA + (Role.needDatabase(roles) ? " and " + REACTIVE_URL : "")
                            + " to what the processes of the other roles use, too");
        }
        if (postgres || kafka) {
            throw halfConfigured(postgres ? REACTIVE_URL : KAFKA, postgres ? KAFKA : REACTIVE_URL);
        }
        if (settings.isSet(JDBC_URL)) {
            throw halfConfigured(JDBC_URL, REACTIVE_URL + " and " + KAFKA);
        }
        if (!embeddedLibrariesPresent) {
            throw new StartRefusedException("This package has no embedded PostgreSQL and Kafka. Set " + REACTIVE_URL
                    + " and " + KAFKA + ", or take the package that is built with the embedded stores");
        }
        return EMBEDDED;
    }

    private static StartRefusedException halfConfigured(String set, String missing) {
        return new StartRefusedException(set + " is set, but " + missing + " is missing. Set "
                + "both PostgreSQL and Kafka to use external stores, or neither to use the embedded ones");
    }
}
