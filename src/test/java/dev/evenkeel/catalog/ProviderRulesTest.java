package dev.evenkeel.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.evenkeel.egress.CredentialHeader;
import dev.evenkeel.egress.Credentials;
import dev.evenkeel.egress.EgressGuard;
import dev.evenkeel.http.ProblemException;
import dev.evenkeel.http.Violation;
import dev.evenkeel.measurement.Protocol;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderRulesTest {
    private static final ProviderRules RULES = new ProviderRules(new Guard(), new OneCredential());
    private static final String URL = "https://api.example.com/v1";

    @Test
    void whatIsLeftOutTakesItsDefault() {
        Provider provider = toProvider(new ProviderDocument(URL, null, null, null, null));

        assertThat(provider).isEqualTo(new Provider("a", URI.create(URL), Protocol.OPENAI_CHAT, null, 8, null));
    }

    @Test
    void aSlashAtTheEndOfTheUrlIsDropped() {
        Provider provider = toProvider(new ProviderDocument(URL + "/", "openai-chat", "known", 1000, 60));

        assertThat(provider).isEqualTo(new Provider("a", URI.create(URL), Protocol.OPENAI_CHAT, "known", 1000, 60));
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        var request = new ProviderDocument("https://refused.example", "smtp", "other", 0, 0);

        ProblemException problem = refusalOf("Not a name", request);

        assertThat(problem.violations())
                .containsExactly(
                        new Violation("name", "must match [a-z0-9][a-z0-9.-]{0,62}"),
                        new Violation("baseUrl", "may not be probed"),
                        new Violation("protocol", "must be one of openai-chat"),
                        new Violation("maxConcurrency", "must be from 1 to 1000"),
                        new Violation("requestsPerMinute", "must be from 1 to 600000"),
                        new Violation("credential", "no such credential: other"));
    }

    @ParameterizedTest
    @CsvSource({
        ", is required",
        "'', is required",
        "/, must be an absolute URL",
        "https://a b, must be a URL",
        "https://refused.example, may not be probed"
    })
    void aUrlThatCanNotBeUsedIsToldOnItsField(@Nullable String url, String message) {
        ProblemException problem = refusalOf("a", new ProviderDocument(url, null, "known", null, null));

        assertThat(problem.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo("baseUrl");
            assertThat(violation.message()).startsWith(message);
        });
    }

    @Test
    void anEndlessUrlIsRefused() {
        ProblemException problem = refusalOf("a", new ProviderDocument(URL + "x".repeat(2048), null, null, null, null));

        assertThat(problem.violations()).containsExactly(new Violation("baseUrl", "must have 2048 characters at most"));
    }

    @Test
    void aCredentialThatMayNotBeSentThereIsToldOnItsField() {
        ProblemException problem = refusalOf("a", new ProviderDocument(URL, null, "other", null, null));

        assertThat(problem.violations()).containsExactly(new Violation("credential", "no such credential: other"));
    }

    private static ProblemException refusalOf(String name, ProviderDocument request) {
        return catchThrowableOfType(ProblemException.class, () -> RULES.require(name, request));
    }

    private static Provider toProvider(ProviderDocument request) {
        return RULES.require("a", request);
    }

    private static final class Guard implements EgressGuard {
        @Override
        public Optional<String> refusalOf(URI baseUrl) {
            if (!baseUrl.isAbsolute()) {
                return Optional.of("must be an absolute URL");
            }
            return "refused.example".equals(baseUrl.getHost()) ? Optional.of("may not be probed") : Optional.empty();
        }

        @Override
        public Optional<String> refusalOf(URI baseUrl, InetAddress resolved) {
            return refusalOf(baseUrl);
        }
    }

    private static final class OneCredential implements Credentials {
        @Override
        public Optional<String> refusalOf(String name, URI baseUrl) {
            return name.equals("known") ? Optional.empty() : Optional.of("no such credential: " + name);
        }

        @Override
        public Optional<CredentialHeader> headerFor(String name, URI baseUrl) {
            return Optional.empty();
        }
    }
}
