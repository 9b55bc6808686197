package dev.evenkeel.ranking;

/** What intervals speak of. */
enum Estimand {
    /** What the behaviour was in this window. */
    WINDOW("window"),
    /** What it is in general. */
    LONG_RUN("longRun");

    private final String key;

    Estimand(String key) {
        this.key = key;
    }

    /** The name used by the API's parameters. */
    String key() {
        return key;
    }
}
