package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProviderTextTest {
    @Test
    void controlCharactersAreDropped() {
        assertThat(ProviderText.kept("a\u0000b\r\n\t\u001b[31m\u0085c")).isEqualTo("ab[31mc");
    }

    @Test
    void unpairedSurrogatesAreReplacedAndPairsAreKept() {
        assertThat(ProviderText.kept("\uD800a😀\uDC00")).isEqualTo("\uFFFDa😀\uFFFD");
    }

    @Test
    void cuttingNeverSplitsACharacter() {
        assertThat(ProviderText.kept("x".repeat(127) + "😀")).isEqualTo("x".repeat(127));
    }

    @Test
    void absentAndEmptyAreAbsent() {
        assertThat(ProviderText.kept(null)).isNull();
        assertThat(ProviderText.kept("\u0000")).isNull();
    }
}
