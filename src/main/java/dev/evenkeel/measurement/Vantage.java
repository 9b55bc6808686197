package dev.evenkeel.measurement;

import java.util.regex.Pattern;

/**
 * The names of vantages: places from which targets are probed, such as regions. A prober is at one of them, and what it
 * measures says so.
 */
public final class Vantage {
    /** Where probers are that are not told where they are, and the only one of campaigns that name none. */
    public static final String DEFAULT = "default";

    /** Fit for a topic's name and for that of a group of consumers. */
    public static final String REGEX = "[a-z0-9][a-z0-9-]{0,39}";

    /** What is told of a name that is none. */
    public static final String EXPECTED = "must match " + REGEX + " and not be dlq, which is taken";

    private static final Pattern PATTERN = Pattern.compile(REGEX);

    /** A topic of that name holds dead letters. */
    private static final String RESERVED = "dlq";

    private Vantage() {}

    public static boolean isValid(String name) {
        return PATTERN.matcher(name).matches() && !name.equals(RESERVED);
    }
}
