package dev.evenkeel.http;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import java.util.List;
import java.util.regex.Pattern;

/** Writes where in the body something is as the client would: {@code targets[0].price.inputPerMillion}. */
final class JsonPath {
    /** The body as a whole. */
    static final String ROOT = "$";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_$-]+");
    private static final int MAX_NAME_LENGTH = 100;

    private JsonPath() {}

    static String of(JsonMappingException e) {
        return of(e.getPath());
    }

    static String of(List<Reference> references) {
        StringBuilder path = new StringBuilder();
        for (Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                append(path, bounded(reference.getFieldName()));
            }
        }
        return path.isEmpty() ? ROOT : path.toString();
    }

    private static void append(StringBuilder path, String name) {
        if (!PLAIN.matcher(name).matches()) {
            path.append("[\"").append(name.replace("\"", "\\\"")).append("\"]");
        } else {
            path.append(path.isEmpty() ? "" : ".").append(name);
        }
    }

    private static String bounded(String name) {
        return name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH) + "…";
    }
}
