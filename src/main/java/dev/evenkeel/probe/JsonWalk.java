package dev.evenkeel.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Walks JSON value by value. A visitor reads the value that the parser stands at, or leaves it: then it is skipped. */
final class JsonWalk {
    interface Member {
        void visit(String name, JsonParser json) throws IOException;
    }

    interface Element {
        void visit(JsonParser json) throws IOException;
    }

    /** Names that a provider makes up must not fill the JVM's table of interned strings. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private JsonWalk() {}

    /**
     * Walks the members of the one object that the bytes are.
     *
     * @throws IOException where they are not UTF-8 that holds one JSON object and nothing else
     */
    static void object(byte[] bytes, int start, int end, Member member) throws IOException {
        try (JsonParser json = JSON.createParser(bytes, start, end - start)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object");
            }
            members(json, member);
            if (json.nextToken() != null) {
                throw new IOException("more than one value");
            }
        }
    }

    /** Does nothing where the value is no object. */
    static void members(JsonParser json, Member member) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            member.visit(name, json);
            json.skipChildren();
        }
    }

    /** Does nothing where the value is no array. */
    static void elements(JsonParser json, Element element) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            element.visit(json);
            json.skipChildren();
        }
    }

    /** Whether the value is a string that is not empty. */
    static boolean isText(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING && json.getTextLength() > 0;
    }

    /** The text of a string that is not empty; the very object that it was before, where it repeats that. */
    static @Nullable String text(JsonParser json, @Nullable String before) throws IOException {
        if (!isText(json)) {
            return null;
        }
        return before != null && equal(json, before) ? before : json.getText();
    }

    private static boolean equal(JsonParser json, String text) throws IOException {
        if (json.getTextLength() != text.length()) {
            return false;
        }
        char[] chars = json.getTextCharacters();
        int offset = json.getTextOffset();
        for (int i = 0; i < text.length(); i++) {
            if (chars[offset + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A whole number from 0 to the largest int; absent where the value is anything else. */
    static @Nullable Integer count(JsonParser json) throws IOException {
        boolean isInt = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() == JsonParser.NumberType.INT
                && json.getIntValue() >= 0;
        return isInt ? Integer.valueOf(json.getIntValue()) : null;
    }
}
