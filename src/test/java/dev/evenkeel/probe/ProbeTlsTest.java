package dev.evenkeel.probe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.measurement.Clocks;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Sample;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/**
 * The key store holds a self-signed certificate for {@code localhost} and {@code 127.0.0.1}, made by
 * {@code keytool -genkeypair -alias localhost -keyalg EC -groupname secp256r1 -dname CN=localhost
 * -ext san=dns:localhost,ip:127.0.0.1 -startdate 2020/01/01 -validity 36500 -storetype PKCS12
 * -storepass changeit -keystore localhost.p12}.
 */
class ProbeTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @Test
    void aTrustedCertificateForTheHostIsAccepted() throws Exception {
        try (var bench = trustingBench();
                var provider = provider()) {
            Sample sample = bench.probe(provider.baseUrl());

            assertThat(sample.outcome()).isEqualTo(Outcome.OK);
            assertThat(requireNonNull(sample.clocks()).tlsNs()).isPositive();
            Clocks clocks = requireNonNull(sample.clocks());
            long partsNs =
                    requireNonNull(clocks.dnsNs()) + requireNonNull(clocks.tcpNs()) + requireNonNull(clocks.tlsNs());
            assertThat(requireNonNull(clocks.connectedNs())).isGreaterThanOrEqualTo(partsNs);
        }
    }

    @Test
    void anEncryptedConnectionIsReusedToo() throws Exception {
        try (var bench = trustingBench();
                var provider = provider()) {
            bench.probe(provider.baseUrl());

            Sample second = bench.probe(provider.baseUrl());

            assertThat(requireNonNull(second.clocks()).connectionReused()).isTrue();
            assertThat(second.clocks().tlsNs()).isZero();
        }
    }

    @Test
    void aStaleEncryptedConnectionIsTriedOnceMore() throws Exception {
        try (var bench = trustingBench();
                var provider = new ScriptedProvider(
                        serverTls().getServerSocketFactory(),
                        true,
                        exchange -> exchange.send(Answers.OK),
                        ScriptedProvider.Exchange::close,
                        exchange -> exchange.send(Answers.OK))) {
            bench.probe(provider.baseUrl());

            Sample second = bench.probe(provider.baseUrl());

            assertThat(second.outcome()).isEqualTo(Outcome.OK);
            assertThat(second.staleRetry()).isTrue();
        }
    }

    @Test
    void anUntrustedCertificateIsATlsErrorAndNothingIsSent() throws Exception {
        try (var bench = new ProbeBench();
                var provider = provider()) {
            Sample sample = bench.probe(provider.baseUrl());

            assertThat(sample.outcome()).isEqualTo(Outcome.TLS_ERROR);
            assertThat(sample.error()).contains("certificate");
            assertThat(provider.received()).isEmpty();
        }
    }

    @Test
    void aCertificateForAnotherHostIsATlsErrorAndNothingIsSent() throws Exception {
        try (var bench = trustingBench();
                var provider = provider()) {
            bench.names = Map.of("provider.test", List.of("127.0.0.1"));

            Sample sample = bench.probe(provider.baseUrl("provider.test"));

            assertThat(sample.outcome()).isEqualTo(Outcome.TLS_ERROR);
            assertThat(sample.error()).contains("certificate");
            assertThat(provider.received()).isEmpty();
        }
    }

    @Test
    void theSameCertificateIsAcceptedForItsOwnName() throws Exception {
        try (var bench = trustingBench();
                var provider = provider()) {
            bench.names = Map.of("localhost", List.of("127.0.0.1"));

            Sample sample = bench.probe(provider.baseUrl("localhost"));

            assertThat(sample.outcome()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsATlsError() throws Exception {
        try (var bench = trustingBench();
                var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answering = new Thread(() -> {
                try (var socket = server.accept()) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The client left, which is what it should do.
                }
            });
            answering.start();

            Sample sample = bench.probe(URI.create("https://127.0.0.1:" + server.getLocalPort() + "/v1"));

            assertThat(sample.outcome()).isEqualTo(Outcome.TLS_ERROR);
        }
    }

    private static ScriptedProvider provider() throws Exception {
        return new ScriptedProvider(serverTls().getServerSocketFactory(), true, exchange -> exchange.send(Answers.OK));
    }

    private static ProbeBench trustingBench() throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keyStore());
        return new ProbeBench(
                Map.of(), SslContextBuilder.forClient().trustManager(trust).build());
    }

    private static SSLContext serverTls() throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore(), PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static KeyStore keyStore() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream file = ProbeTlsTest.class.getResourceAsStream("localhost.p12")) {
            store.load(file, PASSWORD);
        }
        return store;
    }
}
