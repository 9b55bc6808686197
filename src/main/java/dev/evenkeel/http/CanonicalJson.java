package dev.evenkeel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One form for each JSON value: {@code 1}, {@code 1.0} and {@code 1e0} are the same number, and a document that is
 * sent again must equal the stored one.
 */
public final class CanonicalJson {
    /** Numbers outside it are refused: written out, {@code 1e999999999} has a billion digits. */
    public static final int MAX_SCALE = 40;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CanonicalJson() {}

    /** Whether all numbers in it can be written out in a bounded space. */
    public static boolean isBounded(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().allMatch(CanonicalJson::isBounded);
        }
        if (value instanceof List<?> list) {
            return list.stream().allMatch(CanonicalJson::isBounded);
        }
        return !(value instanceof BigDecimal number) || Math.abs((long) number.scale()) <= MAX_SCALE;
    }

    /**
     * The same value, its numbers in their one form.
     *
     * @throws IllegalArgumentException unless it is {@link #isBounded bounded}
     */
    public static Map<String, @Nullable Object> of(Map<String, @Nullable Object> map) {
        if (!isBounded(map)) {
            throw new IllegalArgumentException("a number in it is not bounded");
        }
        Map<String, @Nullable Object> canonical = new LinkedHashMap<>();
        map.forEach((key, value) -> canonical.put(key, canonical(value)));
        return canonical;
    }

    /** How many bytes it has when it is written. */
    static int bytesOf(Map<String, @Nullable Object> map) {
        try {
            return MAPPER.writeValueAsBytes(map).length;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("what was read as JSON can't be written", e);
        }
    }

    /** The same number without zeros at its end, and with no exponent. */
    public static BigDecimal decimal(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static @Nullable Object canonical(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> canonical = new LinkedHashMap<>();
            map.forEach((key, item) -> canonical.put(key, canonical(item)));
            return canonical;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(CanonicalJson::canonical).toList();
        }
        return value instanceof BigDecimal number ? number(decimal(number)) : value;
    }

    /** As the JSON reader gives whole numbers: in the smallest type that holds them. */
    private static Number number(BigDecimal decimal) {
        if (decimal.scale() > 0) {
            return decimal;
        }
        return switch (decimal.toBigInteger().bitLength() / 32) {
            case 0 -> decimal.intValueExact();
            case 1 -> decimal.longValueExact();
            default -> decimal.toBigInteger();
        };
    }
}
