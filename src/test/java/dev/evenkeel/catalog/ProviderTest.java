package dev.evenkeel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Protocol;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.example/v1,         https://api.example/v1",
        "HTTPS://API.Example:443/V1,     https://api.example/V1",
        "http://api.example:80,          http://api.example",
        "http://api.example:443/a%2Fb,   http://api.example:443/a%2Fb",
        "https://api.example:8443/v1,    https://api.example:8443/v1",
        "http://[::1]:80/v1,             http://[::1]/v1"
    })
    void aBaseUrlIsWrittenInOneWay(String given, String kept) {
        Provider provider = new Provider("a", URI.create(given), Protocol.OPENAI_CHAT, null, 1, null);

        assertThat(provider.baseUrl()).hasToString(kept);
    }
}
