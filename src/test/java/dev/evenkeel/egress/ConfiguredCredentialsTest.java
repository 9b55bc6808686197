package dev.evenkeel.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredCredentialsTest {
    private static final String SECRET = "sk-c0rrect-horse";
    private static final URI URL = URI.create("https://api.example.com/v1");

    private final EgressGuard guard = new ConfiguredEgressGuard(AllowList.parse(List.of("127.0.0.1:8089")));

    @Test
    void theHeaderOfABoundOriginCarriesTheSecret() {
        Credentials credentials = with(value(SECRET, "Authorization: Bearer", "https://api.example.com"));

        assertThat(credentials.refusalOf("example", URL)).isEmpty();
        assertThat(credentials.headerFor("example", URL))
                .contains(new CredentialHeader("Authorization", "Bearer " + SECRET));
    }

    @ParameterizedTest
    @CsvSource({
        "x-api-key, x-api-key, sk-c0rrect-horse",
        "x-api-key:, x-api-key, sk-c0rrect-horse",
        "Authorization:Basic, Authorization, Basic sk-c0rrect-horse",
        "Authorization : Bearer, Authorization, Bearer sk-c0rrect-horse"
    })
    void theHeaderFormatSaysNameAndScheme(String format, String name, String value) {
        Credentials credentials = with(value(SECRET, format, "https://api.example.com"));

        assertThat(credentials.headerFor("example", URL)).contains(new CredentialHeader(name, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example.com", "https://API.example.com:443/", "HTTPS://api.example.com"})
    void originsAreComparedWithoutCaseAndDefaultPort(String origin) {
        Credentials credentials = with(value(SECRET, "x-api-key", origin));

        assertThat(credentials.refusalOf("example", URI.create("https://Api.Example.Com:443/other")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com:8443/v1",
                "http://api.example.com/v1",
                "https://api.example.com.evil.example/v1",
                "https://evil.example/api.example.com",
                "https://example.com/v1",
                "https://a.api.example.com/v1",
                "https://user@api.example.com/v1",
                "https://api.example.com./v1",
                "api.example.com"
            })
    void anyOtherOriginGetsNothing(String url) {
        Credentials credentials = with(value(SECRET, "x-api-key", "https://api.example.com"));

        assertThat(credentials.refusalOf("example", URI.create(url)))
                .hasValueSatisfying(r -> assertThat(r).doesNotContain(SECRET));
        assertThat(credentials.headerFor("example", URI.create(url))).isEmpty();
    }

    @Test
    void refusalsSayWhatTheOperatorMayDo() {
        Credentials credentials = with(value(SECRET, "x-api-key", "https://api.example.com"));

        assertThat(credentials.refusalOf("example", URI.create("https://evil.example/v1")))
                .contains("credential example is not bound to https://evil.example; the operator may add that to"
                        + " evenkeel.credentials.example.origins");
        assertThat(credentials.refusalOf("other", URL))
                .contains("no such credential: other; the operator configures it with"
                        + " evenkeel.credentials.<name>.value or .file, and .origins");
    }

    @Test
    void aPlainHttpOriginIsTakenWhereTheAllowListNamesIt() {
        Credentials credentials = with(value(SECRET, "x-api-key", "http://127.0.0.1:8089"));

        assertThat(credentials.refusalOf("example", URI.create("http://127.0.0.1:8089/a/v1")))
                .isEmpty();
    }

    @Test
    void aMountedSecretIsTrimmedAndFollowsItsFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "first\r\n\n");
        ConfiguredCredentials credentials = with(file(file));
        assertThat(credentials.headerFor("example", URL)).contains(new CredentialHeader("x-api-key", "first"));

        Files.writeString(file, "second\n");
        credentials.refresh();

        assertThat(credentials.hasFiles()).isTrue();
        assertThat(credentials.headerFor("example", URL)).contains(new CredentialHeader("x-api-key", "second"));
    }

    @Test
    void aSecretWhoseFileIsTakenAwayIsSentNoMoreUntilItIsBack(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), SECRET);
        ConfiguredCredentials credentials = with(file(file));

        Files.delete(file);
        credentials.refresh();

        assertThat(credentials.headerFor("example", URL)).isEmpty();
        assertThat(credentials.refusalOf("example", URL))
                .hasValueSatisfying(r -> assertThat(r).contains("evenkeel.credentials.example.file"));

        Files.writeString(file, SECRET);
        credentials.refresh();
        assertThat(credentials.refusalOf("example", URL)).isEmpty();
    }

    @Test
    void nothingPrintsTheSecret() {
        BoundCredential credential = BoundCredential.configured(
                "evenkeel.credentials.example", value(SECRET, "x-api-key", "https://api.example.com"), guard);

        assertThat(credential.toString()).doesNotContain(SECRET);
        assertThat(new Secret(SECRET).toString()).doesNotContain(SECRET);
        assertThat(credential.header().with(new Secret(SECRET)).toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, evenkeel.credentials.example.origins",
        "http://api.example.com, evenkeel.credentials.example.origins",
        "https://api.example.com/v1, evenkeel.credentials.example.origins",
        "https://10.0.0.1, evenkeel.credentials.example.origins",
        "https://a b, evenkeel.credentials.example.origins"
    })
    void anOriginThatCanNotBeUsedIsRefusedAtStartUp(String origin, String key) {
        assertThatThrownBy(() -> with(value(SECRET, "x-api-key", origin)))
                .hasMessageContaining(key)
                .hasMessageContaining(origin)
                .hasMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-c0rrect\nhorse", "sk-c0rrect-h\u00f6rse", " sk-c0rrect", "", "sk\u0000"})
    void aSecretThatCanNotStandInAHeaderIsRefusedWithoutBeingShown(String secret) {
        assertThatThrownBy(() -> with(value(secret, "x-api-key", "https://api.example.com")))
                .hasMessageContaining("evenkeel.credentials.example.value")
                .hasMessageNotContaining("c0rrect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b: c", "x-api-key: Bearer of", "Host", "content-length", "x\u00fc"})
    void aHeaderThatCanNotBeSentIsRefused(String header) {
        assertThatThrownBy(() -> with(value(SECRET, header, "https://api.example.com")))
                .hasMessageContaining("evenkeel.credentials.example.header");
    }

    @Test
    void aMissingFileAndContradictingKeysAreRefused(@TempDir Path folder) {
        var none = new Entry(Optional.empty(), Optional.empty(), Optional.of(List.of("https://a.example")), "x");
        var both = new Entry(Optional.of(SECRET), Optional.of(folder), Optional.of(List.of("https://a.example")), "x");
        var nowhere = new Entry(Optional.of(SECRET), Optional.empty(), Optional.empty(), "x");

        assertThatThrownBy(() -> with(none)).hasMessageContaining("exactly one of evenkeel.credentials.example.value");
        assertThatThrownBy(() -> with(both)).hasMessageContaining("exactly one of evenkeel.credentials.example.value");
        assertThatThrownBy(() -> with(nowhere)).hasMessageContaining("evenkeel.credentials.example.origins");
        assertThatThrownBy(() -> with(file(folder.resolve("absent"))))
                .hasMessageContaining("evenkeel.credentials.example.file")
                .hasMessageContaining("can't be read");
    }

    private ConfiguredCredentials with(CredentialsConfig.Entry entry) {
        return new ConfiguredCredentials(() -> Map.of("example", entry), guard);
    }

    private static Entry value(String secret, String header, String... origins) {
        return new Entry(Optional.of(secret), Optional.empty(), Optional.of(List.of(origins)), header);
    }

    private static Entry file(Path path) {
        return new Entry(
                Optional.empty(), Optional.of(path), Optional.of(List.of("https://api.example.com")), "x-api-key");
    }

    private record Entry(Optional<String> value, Optional<Path> file, Optional<List<String>> origins, String header)
            implements CredentialsConfig.Entry {}
}
