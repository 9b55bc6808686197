package dev.evenkeel.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.example/v1,         https://api.example/v1",
        "HTTPS://API.Example:443/V1,     https://api.example/V1",
        "https://api.example:/v1,        https://api.example/v1",
        "http://api.example:80,          http://api.example",
        "http://api.example:443/a%2Fb,   http://api.example:443/a%2Fb",
        "https://api.example:8443/v1,    https://api.example:8443/v1",
        "http://[::1]:80/v1,             http://[::1]/v1"
    })
    void oneBaseUrlIsOneAccountHoweverItIsWritten(String given, String same) {
        assertThat(new Account(URI.create(given), "key")).isEqualTo(new Account(URI.create(same), "key"));
    }
}
