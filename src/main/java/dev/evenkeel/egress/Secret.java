package dev.evenkeel.egress;

import java.util.regex.Pattern;

/** Text that no message, log or {@code toString} may show. */
final class Secret {
    private static final Pattern HEADER_SAFE = Pattern.compile("[!-~]([ -~]*[!-~])?");

    private final String text;

    /**
     * Takes the secret without the line ends after it.
     *
     * @throws IllegalArgumentException if it is empty or can't stand in a header; the message does not show it
     */
    Secret(String text) {
        this.text = text.replaceAll("[\\r\\n]+$", "");
        if (!HEADER_SAFE.matcher(this.text).matches()) {
            throw new IllegalArgumentException(
                    "must hold a secret of printable ASCII characters in one line, without spaces around it");
        }
    }

    String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
