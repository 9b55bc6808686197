package dev.evenkeel.http;

import java.util.List;
import java.util.regex.Pattern;

/** The names that providers and campaigns go by in URLs. */
public final class ResourceName {
    public static final String REGEX = "[a-z0-9][a-z0-9.-]{0,62}";
    private static final Pattern PATTERN = Pattern.compile(REGEX);

    private ResourceName() {}

    public static boolean isValid(String name) {
        return PATTERN.matcher(name).matches();
    }

    /**
     * Gives the name back if it is valid.
     *
     * @throws ProblemException 422 naming {@code name} if it does not match {@link #REGEX}
     */
    public static String require(String name) {
        if (!isValid(name)) {
            throw ProblemException.invalid(List.of(new Violation("name", "must match " + REGEX)));
        }
        return name;
    }
}
