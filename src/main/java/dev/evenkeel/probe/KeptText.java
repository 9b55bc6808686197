package dev.evenkeel.probe;

import org.jspecify.annotations.Nullable;

/** The latest of what a provider says of itself again and again, cleaned once. */
final class KeptText {
    private @Nullable String said;
    private @Nullable String kept;

    void say(@Nullable String text) {
        if (text != null && !text.equals(said)) {
            said = text;
            String clean = ProviderText.kept(text);
            kept = clean == null ? kept : clean;
        }
    }

    @Nullable
    String kept() {
        return kept;
    }
}
