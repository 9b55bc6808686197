package dev.evenkeel.launch;

import java.util.Map;

/** What follows from external addresses unless it is set itself. */
final class ExternalDefaults {
    private static final String VERTX_PREFIX = "vertx-reactive:";

    private ExternalDefaults() {}

    /** The migrations connect by JDBC, to the same database as the application. */
    static Map<String, String> of(Settings settings) {
        if (settings.isSet(StoreMode.JDBC_URL)) {
            return Map.of();
        }
        return settings.value(StoreMode.REACTIVE_URL)
                .map(url -> Map.of(StoreMode.JDBC_URL, jdbcUrl(url)))
                .orElse(Map.of());
    }

    private static String jdbcUrl(String reactiveUrl) {
        String url = reactiveUrl.startsWith(VERTX_PREFIX) ? reactiveUrl.substring(VERTX_PREFIX.length()) : reactiveUrl;
        boolean translatable =
                url.startsWith("postgresql://") && !url.contains(",") && !url.contains("@") && !url.contains("?");
        if (!translatable) {
            throw new StartRefusedException(StoreMode.JDBC_URL + " is missing and can't be told from "
                    + StoreMode.REACTIVE_URL + ". Set it to the same database, for the migrations");
        }
        return "jdbc:" + url;
    }
}
