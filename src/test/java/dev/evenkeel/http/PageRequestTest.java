package dev.evenkeel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {
    @Test
    void unlessAskedOtherwiseAPageHasAHundredItemsFromTheStart() {
        PageRequest page = PageRequest.of(null, null, 1);

        assertThat(page).isEqualTo(new PageRequest(100, null));
    }

    @Test
    void aCursorComesBackAsItWasMade() {
        Cursor cursor = Cursor.of("2026-01-31T12:00:00Z", "größe/a+b", "");

        assertThat(cursor.encoded()).matches("[A-Za-z0-9_-]+");
        assertThat(PageRequest.of("5", cursor.encoded(), 3)).isEqualTo(new PageRequest(5, cursor));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "abc", "", "1.5", "99999999999999", "+5", "١"})
    void aLimitOutsideItsRangeIsRefusedByName(String limit) {
        ProblemException problem = refusalOf(limit, null);

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.violations()).containsExactly(new Violation("limit", "must be 1 to 1000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "abc", "MQ", "Mh9h", "MR9hH2I", "MR_DKA"})
    void aCursorThatWasNotMadeHereIsRefusedByName(String cursor) {
        ProblemException problem = refusalOf(null, cursor);

        assertThat(problem.violations())
                .singleElement()
                .extracting(Violation::field)
                .isEqualTo("cursor");
    }

    @Test
    void aCursorOfAnotherListAndAnEndlessOneAreRefused() {
        assertThat(refusalOf(null, encodedTwoParts()).status()).isEqualTo(422);
        assertThat(refusalOf(null, "A".repeat(100_000)).status()).isEqualTo(422);
    }

    @Test
    void bothParametersAreToldAtOnce() {
        assertThat(refusalOf("0", "!").violations())
                .extracting(Violation::field)
                .containsExactly("limit", "cursor");
    }

    @Test
    void aFullPageNamesItsLastItemOnlyWhereAnotherFollows() {
        PageRequest page = new PageRequest(2, null);

        Page<String> followed = page.page(List.of("a", "b", "c"), Cursor::of);
        Page<String> last = page.page(List.of("a", "b"), Cursor::of);

        assertThat(page.fetchLimit()).isEqualTo(3);
        assertThat(followed)
                .isEqualTo(new Page<>(List.of("a", "b"), Cursor.of("b").encoded()));
        assertThat(last).isEqualTo(new Page<>(List.of("a", "b"), null));
    }

    private static String encodedTwoParts() {
        byte[] bytes = "1\u001fa\u001fb".getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static ProblemException refusalOf(@Nullable String limit, @Nullable String cursor) {
        return catchThrowableOfType(ProblemException.class, () -> PageRequest.of(limit, cursor, 1));
    }
}
