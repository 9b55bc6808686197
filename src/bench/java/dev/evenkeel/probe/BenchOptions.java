package dev.evenkeel.probe;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** {@code key=value} arguments of a benchmark's {@code main}; one that it does not know is refused. */
final class BenchOptions {
    private final Map<String, String> values = new HashMap<>();

    BenchOptions(Set<String> known, String... args) {
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String key = equals < 0 ? arg : arg.substring(0, equals);
            if (equals < 0 || !known.contains(key)) {
                throw new IllegalArgumentException("argument " + arg + " is not one of " + known + " with =value");
            }
            values.put(key, arg.substring(equals + 1));
        }
    }

    String text(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    long number(String key, long otherwise) {
        return Long.parseLong(text(key, Long.toString(otherwise)));
    }

    int count(String key, int otherwise) {
        return Math.toIntExact(number(key, otherwise));
    }
}
