package dev.evenkeel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreOutageTest {
    @ParameterizedTest
    @MethodSource("outages")
    void aStoreThatIsAwayIsKnownHoweverItIsWrapped(Throwable cause) {
        assertThat(StoreOutage.isIn(cause)).isTrue();
        assertThat(StoreOutage.isIn(new CompletionException(new IllegalStateException(cause))))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("others")
    void aFailureOfOursIsNoOutage(Throwable cause) {
        assertThat(StoreOutage.isIn(cause)).isFalse();
    }

    static Stream<Throwable> outages() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new VertxException("Connection was closed"),
                new java.util.concurrent.TimeoutException(),
                new io.smallrye.mutiny.TimeoutException(),
                new org.apache.kafka.common.errors.TimeoutException("no metadata"),
                pg("57P01"),
                pg("57P03"),
                pg("53300"),
                pg("08006"));
    }

    static Stream<Throwable> others() {
        return Stream.of(
                new IllegalStateException("Connection"),
                new NullPointerException(),
                new VertxException("something else"),
                pg("23505"),
                pg("42P01"));
    }

    private static PgException pg(String sqlState) {
        return new PgException("message", "FATAL", sqlState, "detail");
    }
}
