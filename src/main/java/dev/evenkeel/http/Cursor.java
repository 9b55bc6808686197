package dev.evenkeel.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a page ends: the sort key of its last item, which clients carry back without looking inside.
 *
 * @param key the parts of the sort key, in order; at least one
 */
public record Cursor(List<String> key) {
    private static final String VERSION = "1";
    private static final char SEPARATOR = '\u001f';
    private static final Pattern SPLIT = Pattern.compile(String.valueOf(SEPARATOR), Pattern.LITERAL);
    private static final int MAX_LENGTH = 2000;

    public Cursor {
        key = List.copyOf(key);
        if (key.isEmpty() || key.stream().anyMatch(part -> part.indexOf(SEPARATOR) >= 0)) {
            throw new IllegalArgumentException("key must have parts, and none may hold U+001F");
        }
    }

    public static Cursor of(String... key) {
        return new Cursor(List.of(key));
    }

    /** Opaque text that is safe in a URL. */
    public String encoded() {
        String text = VERSION + SEPARATOR + String.join(String.valueOf(SEPARATOR), key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty if the text was not made by {@link #encoded} from a key of so many parts. */
    static Optional<Cursor> decode(String encoded, int parts) {
        if (encoded.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(encoded));
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            List<String> all = List.of(SPLIT.split(text, -1));
            boolean ours = all.size() == parts + 1
                    && all.get(0).equals(VERSION)
                    && all.stream().flatMapToInt(String::chars).noneMatch(Character::isISOControl);
            return ours ? Optional.of(new Cursor(all.subList(1, all.size()))) : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
