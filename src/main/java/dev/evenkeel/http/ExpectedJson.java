package dev.evenkeel.http;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in a client's words what JSON a Java type is read from; never the type's name. */
final class ExpectedJson {
    private static final String OBJECT = "must be an object";
    private static final Map<Class<?>, String> BY_TYPE = Map.ofEntries(
            Map.entry(String.class, "must be a string"),
            Map.entry(boolean.class, "must be true or false"),
            Map.entry(Boolean.class, "must be true or false"),
            Map.entry(int.class, "must be a whole number"),
            Map.entry(Integer.class, "must be a whole number"),
            Map.entry(long.class, "must be a whole number"),
            Map.entry(Long.class, "must be a whole number"),
            Map.entry(BigInteger.class, "must be a whole number"),
            Map.entry(double.class, "must be a number"),
            Map.entry(Double.class, "must be a number"),
            Map.entry(BigDecimal.class, "must be a number"),
            Map.entry(Duration.class, "must be an ISO-8601 duration such as PT5M"),
            Map.entry(Instant.class, "must be an ISO-8601 time in UTC such as 2026-01-31T12:00:00Z"),
            Map.entry(ZoneId.class, "must be a time zone such as Europe/Berlin"),
            Map.entry(UUID.class, "must be a UUID"),
            Map.entry(URI.class, "must be a URL"));

    private ExpectedJson() {}

    static String of(@Nullable Class<?> type) {
        if (type == null) {
            return "is not valid";
        }
        String known = BY_TYPE.get(type);
        if (known != null) {
            return known;
        }
        if (type.isEnum()) {
            return "must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        boolean array = type.isArray() || Collection.class.isAssignableFrom(type);
        return array ? "must be an array" : OBJECT;
    }
}
