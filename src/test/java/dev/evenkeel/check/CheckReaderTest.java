package dev.evenkeel.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.catalog.Provider;
import dev.evenkeel.measurement.Connections;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.RoundRequest;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckReaderTest {
    private static final Provider PROVIDER =
            new Provider("a", URI.create("https://a.example/v1"), Protocol.OPENAI_CHAT, null, 4, null);

    @ParameterizedTest
    @CsvSource({",REUSE", "reuse,REUSE", "fresh,FRESH"})
    void theProbeIsOnTheKindOfConnectionThatIsWanted(@Nullable String connection, Connections asked) {
        Check check = new CheckReader().read(new CheckDocument("kimi", null, null, connection, null));

        RoundRequest round = check.round(PROVIDER, Instant.EPOCH);

        assertThat(round.connections()).isEqualTo(asked);
        assertThat(round.probes()).isEqualTo(1);
    }
}
