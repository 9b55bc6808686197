package dev.evenkeel.http;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to hold of the stored resource before it is written, by RFC 9110 §13.1. To be checked where
 * nobody else can write in between.
 *
 * @param ifMatch the tags of which the resource must have one; {@code *} = it must exist; empty = no matter
 * @param ifNoneMatch the tags of which the resource must have none; {@code *} = it must not exist; empty = no matter
 */
public record WritePrecondition(Set<String> ifMatch, Set<String> ifNoneMatch) {
    /** Nothing is asked. */
    public static final WritePrecondition NONE = new WritePrecondition(Set.of(), Set.of());

    /** What the contract says of the header {@code If-Match}. */
    public static final String IF_MATCH = "Write only if the resource still has this ETag; * = only if it exists.";

    /** What the contract says of the header {@code If-None-Match}. */
    public static final String IF_NONE_MATCH =
            "Write only if the resource has none of these ETags; * = only if it does not exist.";

    /** What the contract says of the answer 412. */
    public static final String FAILED = "The resource is not as If-Match or If-None-Match want it.";

    private static final String ANY = "*";
    private static final Pattern LIST = Pattern.compile("\\s*(W/)?\"([^\"]*)\"\\s*(?:,|$)");

    public WritePrecondition {
        ifMatch = Set.copyOf(ifMatch);
        ifNoneMatch = Set.copyOf(ifNoneMatch);
    }

    /**
     * Reads the headers {@code If-Match} and {@code If-None-Match}. Weak tags match nothing: a write needs certainty.
     *
     * @throws ProblemException 400 if one of them is not a list of entity tags
     */
    public static WritePrecondition of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        return new WritePrecondition(tags("If-Match", ifMatch), tags("If-None-Match", ifNoneMatch));
    }

    /** The value of the header {@code ETag} for this opaque tag. */
    public static String header(String tag) {
        return '"' + tag + '"';
    }

    /**
     * Refuses the write unless what the client wants holds.
     *
     * @param current the stored resource's tag; empty = there is none
     * @throws ProblemException 412 if that is not what the client wants
     */
    public void check(Optional<String> current) {
        boolean matches = ifMatch.isEmpty() || isAmong(ifMatch, current);
        boolean clashes = isAmong(ifNoneMatch, current);
        if (!matches || clashes) {
            throw ProblemException.preconditionFailed(current.map(tag -> "it is stored with the ETag " + header(tag))
                    .orElse("there is none stored"));
        }
    }

    private static boolean isAmong(Set<String> tags, Optional<String> current) {
        return current.filter(tag -> tags.contains(ANY) || tags.contains(header(tag)))
                .isPresent();
    }

    private static Set<String> tags(String name, @Nullable String header) {
        if (header == null) {
            return Set.of();
        }
        if (header.strip().equals(ANY)) {
            return Set.of(ANY);
        }
        Set<String> tags = new HashSet<>();
        Matcher matcher = LIST.matcher(header);
        int end = 0;
        while (end < header.length() && matcher.find(end) && matcher.start() == end) {
            tags.add((matcher.group(1) == null ? "" : "W/") + header(matcher.group(2)));
            end = matcher.end();
        }
        if (tags.isEmpty() || end < header.length()) {
            throw ProblemException.malformed("the header " + name + " must be * or a list of entity tags in quotes");
        }
        return tags;
    }
}
