package dev.evenkeel.launch;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a process does: any mix of these, all of them unless {@code evenkeel.roles} says otherwise. */
enum Role {
    /** Answers the API. */
    API,
    /** Decides which firings are due and publishes their rounds. */
    SCHEDULER,
    /** Asks providers. Knows nothing of the database. */
    PROBER,
    /** Stores samples, and keeps the tables in order. */
    INGEST;

    static final String ROLES = "evenkeel.roles";

    /** Nothing listens there, and nothing is asked there: a datasource must have some address. */
    private static final String NO_DATABASE = "postgresql://127.0.0.1:1/none";

    /** @throws StartRefusedException for what isn't a role */
    static Set<Role> of(Settings settings) {
        return settings.value(ROLES).map(Role::parse).orElse(EnumSet.allOf(Role.class));
    }

    private static Set<Role> parse(String roles) {
        Set<Role> parsed = EnumSet.noneOf(Role.class);
        for (String name : roles.split(",", -1)) {
            parsed.add(named(name.strip())
                    .orElseThrow(() -> new StartRefusedException(
                            ROLES + "=" + roles + " must be one or more of " + all() + ", separated by commas")));
        }
        return parsed;
    }

    private static Optional<Role> named(String name) {
        return Arrays.stream(values()).filter(role -> role.key().equals(name)).findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(Role::key).collect(Collectors.joining(","));
    }

    private String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a process of these roles has a database. */
    static boolean needDatabase(Set<Role> roles) {
        return !roles.equals(EnumSet.of(PROBER));
    }

    /** The configuration that switches off what the roles don't do. */
    static Map<String, String> configuration(Set<Role> roles) {
        Map<String, String> configuration = new TreeMap<>();
        if (!roles.contains(API)) {
            configuration.put("evenkeel.api.enabled", "false");
        }
        if (!roles.contains(SCHEDULER)) {
            configuration.put("evenkeel.scheduler.enabled", "false");
        }
        if (!roles.contains(PROBER)) {
            configuration.put("mp.messaging.incoming.rounds-in.enabled", "false");
        }
        if (!roles.contains(INGEST)) {
            configuration.put("mp.messaging.incoming.samples-in.enabled", "false");
            configuration.put("evenkeel.rollup.housekeeping", "false");
        }
        if (!needDatabase(roles)) {
            configuration.putAll(withoutDatabase());
        }
        return configuration;
    }

    private static Map<String, String> withoutDatabase() {
        return Map.of(
                StoreMode.REACTIVE_URL,
                NO_DATABASE,
                StoreMode.JDBC_URL,
                "jdbc:" + NO_DATABASE,
                "quarkus.flyway.migrate-at-start",
                "false",
                "quarkus.hibernate-orm.database.version-check.enabled",
                "false",
                health("io.quarkus.reactive.pg.client.runtime.health.ReactivePgDataSourcesHealthCheck"),
                "false",
                health("io.quarkus.agroal.runtime.health.DataSourceHealthCheck"),
                "false");
    }

    private static String health(String check) {
        return "quarkus.smallrye-health.check.\"" + check + "\".enabled";
    }
}
