package dev.evenkeel.probe;

/** What the ground truth does with a request, by the first part of its path. */
enum TruthBehaviour {
    /** A stream at the pace of the server's plan, its writes noted. */
    STREAM,
    /** A short stream without any delay, its writes noted. */
    QUICK,
    /** Closes the connection instead of an answer. */
    CLOSING,
    /** Closes the connection after some tokens. */
    CUT,
    /** 503 with a body, and the connection stays. */
    BROKEN,
    /** Never answers. */
    SILENT,
    /** What was noted so far. */
    TRUTH;

    String path() {
        return "/" + name().toLowerCase(java.util.Locale.ROOT);
    }

    static TruthBehaviour ofRequestLine(String line) {
        for (TruthBehaviour behaviour : values()) {
            if (line.contains(" " + behaviour.path())) {
                return behaviour;
            }
        }
        throw new IllegalArgumentException("no such path: " + line);
    }
}
