package dev.evenkeel.probe;

import org.jspecify.annotations.Nullable;

/** Makes text that others wrote fit to be kept: bounded, and free of what stores and terminals choke on. */
final class ProviderText {
    /** How many UTF-16 units are kept. */
    static final int MAX_LENGTH = 128;

    private ProviderText() {}

    /**
     * Drops control characters (U+0000 among them), replaces unpaired surrogates, which can't be written as
     * UTF-8, and cuts to {@link #MAX_LENGTH} without splitting a character. Absent stays absent; text of
     * which nothing is left becomes absent.
     */
    static @Nullable String kept(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String kept = bounded(text, MAX_LENGTH);
        return kept.isEmpty() ? null : kept;
    }

    /** Likewise, to another length. */
    static String bounded(String text, int maxLength) {
        var kept = new StringBuilder(Math.min(text.length(), maxLength));
        for (int i = 0; i < text.length(); ) {
            int raw = text.codePointAt(i);
            i += Character.charCount(raw);
            int codePoint = Character.getType(raw) == Character.SURROGATE ? '\uFFFD' : raw;
            if (kept.length() + Character.charCount(codePoint) > maxLength) {
                break;
            }
            if (!Character.isISOControl(codePoint)) {
                kept.appendCodePoint(codePoint);
            }
        }
        return kept.toString();
    }
}
