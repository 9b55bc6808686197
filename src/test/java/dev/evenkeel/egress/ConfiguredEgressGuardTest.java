package dev.evenkeel.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredEgressGuardTest {
    private static final URI PUBLIC = URI.create("https://api.example.com/v1");

    private final EgressGuard strict = allowing();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com/v1",
                "https://api.example.com",
                "https://API.Example.COM:8443/v1",
                "https://8.8.8.8/v1",
                "https://[2606:4700::1111]/v1",
                "https://3com.example/v1"
            })
    void publicHttpsUrlsPass(String url) {
        assertThat(strict.refusalOf(URI.create(url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://api.example.com/v1, must use https",
        "ftp://api.example.com/v1, must be an absolute URL",
        "/v1, must be an absolute URL",
        "https:api.example.com, must be an absolute URL",
        "https:///v1, must be an absolute URL",
        "https://user:pw@api.example.com/v1, must not carry a user",
        "https://api.example.com@10.0.0.1/v1, must not carry a user",
        "https://api.example.com/v1?x=1, must not have a query",
        "https://api.example.com/v1?, must not have a query",
        "https://api.example.com/v1#x, must not have a query or a fragment",
        "https://api.example.com./v1, without a dot at its end",
        "https://api_1.example.com/v1, must name a host",
        "https://%31%32%37.0.0.1/v1, IPv4 address as four decimal numbers",
        "https://%61pi.example.com/v1, must name a host",
        "https://api.example.com:0/v1, a port from 1 to 65535",
        "https://api.example.com:65536/v1, a port from 1 to 65535",
        "https://api.example.com:99999999999/v1, a port from 1 to 65535",
        "https://:443/v1, must name a host",
        "https://b\u00fccher.example/v1, ASCII",
        "https://api.example.com/\u00fc, ASCII",
    })
    void formsThatMayMisleadAreRefused(String url, String reason) {
        assertThat(strict.refusalOf(URI.create(url)))
                .hasValueSatisfying(r -> assertThat(r).contains(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://2130706433/",
                "https://127.1/",
                "https://0x7f.0.0.1/",
                "https://0x7f000001/",
                "https://0177.0.0.1/",
                "https://127.0.0.1./",
                "https://127.0.0.01/",
                "https://0/",
                "https://1.2.3.4.5/",
                "https://256.1.1.1/",
                "https://127.0.0.0x1/",
                "https://example.1/"
            })
    void oddWaysToWriteAnIpv4AddressAreRefusedEvenWhereAllIsAllowed(String url) {
        assertThat(allowing("0.0.0.0/0").refusalOf(URI.create(url)))
                .hasValueSatisfying(r -> assertThat(r).contains("four decimal numbers"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://[::ffff:127.0.0.1]/",
                "https://[::FFFF:7f00:1]/",
                "https://[fe80::1%25eth0]/",
                "https://[fe80::1%eth0]/"
            })
    void mappedAndZonedIpv6LiteralsAreRefusedEvenWhereAllIsAllowed(String url) {
        assertThat(allowing("0.0.0.0/0", "::/0").refusalOf(URI.create(url)))
                .hasValueSatisfying(r -> assertThat(r).contains("without a zone and not mapped"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, a loopback address",
        "127.255.255.254, a loopback address",
        "0.0.0.0, an unspecified address",
        "0.1.2.3, an unspecified address",
        "10.1.2.3, a private address",
        "172.16.0.1, a private address",
        "172.31.255.255, a private address",
        "192.168.1.1, a private address",
        "100.64.0.1, a carrier-grade NAT address",
        "100.127.255.255, a carrier-grade NAT address",
        "169.254.1.1, a link-local address",
        "169.254.169.254, a cloud metadata address",
        "100.100.100.200, a cloud metadata address",
        "168.63.129.16, a cloud metadata address",
        "192.0.0.8, a reserved address",
        "192.0.2.1, a documentation address",
        "198.51.100.1, a documentation address",
        "203.0.113.1, a documentation address",
        "198.18.0.1, a benchmarking address",
        "198.19.255.255, a benchmarking address",
        "192.88.99.1, a reserved address",
        "224.0.0.1, a multicast address",
        "239.255.255.255, a multicast address",
        "240.0.0.1, a reserved address",
        "255.255.255.255, the broadcast address",
        "::, an unspecified address",
        "::1, a loopback address",
        "::7f00:1, an IPv6 address that stands for an IPv4 one",
        "64:ff9b::a00:1, an IPv6 address that stands for an IPv4 one",
        "64:ff9b::808:808, an IPv6 address that stands for an IPv4 one",
        "2002:7f00:1::, an IPv6 address that stands for an IPv4 one",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2, an IPv6 address that stands for an IPv4 one",
        "fc00::1, a unique-local address",
        "fdff::1, a unique-local address",
        "fd00:ec2::254, a cloud metadata address",
        "fe80::1, a link-local address",
        "febf::1, a link-local address",
        "fec0::1, a private address",
        "ff02::1, a multicast address",
        "2001:db8::1, a documentation address",
        "3fff:1::1, a documentation address",
        "2001:10::1, a reserved address",
        "100::1, a reserved address",
        "4000::1, a reserved address"
    })
    void addressesThatAreNotPublicAreRefusedInUrlsAndBehindNames(String address, String kind) {
        InetAddress resolved = ip(address);
        URI literal = URI.create("https://" + (address.contains(":") ? "[" + address + "]" : address) + "/v1");

        assertThat(strict.refusalOf(literal))
                .hasValueSatisfying(r -> assertThat(r)
                        .contains(" is " + kind)
                        .endsWith("; the operator may allow it with evenkeel.egress.allow"));
        assertThat(strict.refusalOf(PUBLIC, resolved))
                .hasValueSatisfying(r ->
                        assertThat(r).startsWith("api.example.com leads to ").contains("which is " + kind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
                "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
                "223.255.255.255", "2000::1", "2606:4700::1111", "2001:200::1", "2003::1"
            })
    void theirPublicNeighboursPass(String address) {
        assertThat(strict.refusalOf(PUBLIC, ip(address))).isEmpty();
    }

    @Test
    void aMappedAddressThatKeptItsIpv6BytesIsJudgedByTheIpv4AddressInIt() throws UnknownHostException {
        InetAddress mapped = mappedLoopback();

        assertThat(strict.refusalOf(PUBLIC, mapped))
                .hasValueSatisfying(r -> assertThat(r).contains("a loopback address"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://localhost/v1", "https://LOCALHOST:1/v1", "https://api.localhost/v1"})
    void namesOfThisMachineAreRefusedWithoutAskingForTheirAddress(String url) {
        assertThat(strict.refusalOf(URI.create(url)))
                .hasValueSatisfying(r -> assertThat(r).contains("leads to 127.0.0.1, which is a loopback address"));
    }

    @Test
    void anAllowedNetworkOpensItsAddressesOverHttpToo() {
        EgressGuard guard = allowing("10.0.0.0/8");

        assertThat(guard.refusalOf(URI.create("http://10.1.2.3:8000/v1"))).isEmpty();
        assertThat(guard.refusalOf(URI.create("http://11.1.2.3:8000/v1")))
                .hasValueSatisfying(r -> assertThat(r).contains("must use https"));
        assertThat(guard.refusalOf(URI.create("https://192.168.0.1/v1"))).isPresent();
        assertThat(guard.refusalOf(URI.create("http://llm.internal/v1"), ip("10.9.9.9")))
                .isEmpty();
        assertThat(guard.refusalOf(URI.create("http://llm.internal/v1"), ip("8.8.8.8")))
                .hasValueSatisfying(r -> assertThat(r).contains("must use https"));
    }

    @Test
    void anAllowedAddressAndPortOpensThatPortOnly() {
        EgressGuard guard = allowing("127.0.0.1:8089", "[::1]:8090");

        assertThat(guard.refusalOf(URI.create("http://127.0.0.1:8089/a/v1"))).isEmpty();
        assertThat(guard.refusalOf(URI.create("http://localhost:8089/a/v1"))).isEmpty();
        assertThat(guard.refusalOf(URI.create("http://[::1]:8090/a/v1"))).isEmpty();
        assertThat(guard.refusalOf(URI.create("http://127.0.0.1:8088/a/v1"))).isPresent();
        assertThat(guard.refusalOf(URI.create("http://127.0.0.2:8089/a/v1"))).isPresent();
        assertThat(guard.refusalOf(URI.create("http://other:8089/v1"), ip("127.0.0.1")))
                .isEmpty();
    }

    @Test
    void anAllowedNameOpensPrivateAddressesButNoMetadata() {
        EgressGuard guard = allowing("LLM.internal:8000");
        URI url = URI.create("http://llm.Internal:8000/v1");

        assertThat(guard.refusalOf(url)).isEmpty();
        assertThat(guard.refusalOf(url, ip("10.0.0.1"))).isEmpty();
        assertThat(guard.refusalOf(url, ip("127.0.0.1"))).isEmpty();
        assertThat(guard.refusalOf(url, ip("8.8.8.8"))).isEmpty();
        assertThat(guard.refusalOf(url, ip("169.254.169.254"))).isPresent();
        assertThat(guard.refusalOf(url, ip("169.254.3.4"))).isPresent();
        assertThat(guard.refusalOf(URI.create("http://llm.internal:8001/v1"))).isPresent();
        assertThat(guard.refusalOf(URI.create("http://evil.llm.internal:8000/v1")))
                .isPresent();
    }

    @Test
    void aMetadataAddressIsReachedOnlyWhereItIsNamedItself() {
        InetAddress metadata = ip("169.254.169.254");

        assertThat(allowing("169.254.0.0/16", "0.0.0.0/0").refusalOf(PUBLIC, metadata))
                .isPresent();
        assertThat(allowing("169.254.169.254/32").refusalOf(PUBLIC, metadata)).isEmpty();
        assertThat(allowing("169.254.169.254:443").refusalOf(PUBLIC, metadata)).isEmpty();
        assertThat(allowing("169.254.169.254:80").refusalOf(PUBLIC, metadata)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "64:ff9b::808:808, true",
        "64:ff9b::7f00:1, false",
        "64:ff9b::a9fe:a9fe, false",
        "2002:a00:1::, false",
        "2001:0:4136:e378:8000:63bf:80ff:fffe, false",
    })
    void allowingATranslatingNetworkDoesNotOpenThePrivateAddressesBehindIt(String address, boolean reached) {
        EgressGuard guard = allowing("64:ff9b::/96", "2002::/16", "2001::/32");

        assertThat(guard.refusalOf(PUBLIC, ip(address)).isEmpty()).isEqualTo(reached);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "/8",
                "10.0.0/8",
                "fd00::/129",
                "example.com/8",
                "::ffff:10.0.0.0/104",
                "10.0.0.0/8/8",
                "10.0.0.0",
                "llm.internal",
                "llm.internal:",
                "llm.internal:0",
                "llm.internal:70000",
                "::1:8089:x",
                "127.1:80",
                "user@host:80",
                "http://host:80",
                "",
                "[fe80::1%1]:80"
            })
    void anEntryThatCanNotBeReadIsRefusedNamingKeyAndEntry(String entry) {
        assertThatThrownBy(() -> allowing("10.0.0.0/8", entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("evenkeel.egress.allow")
                .hasMessageContaining("'" + entry + "'");
    }

    private static EgressGuard allowing(String... entries) {
        return new ConfiguredEgressGuard(AllowList.parse(List.of(entries)));
    }

    private static InetAddress ip(String text) {
        return IpLiteral.parse(text).orElseThrow();
    }

    private static InetAddress mappedLoopback() throws UnknownHostException {
        byte[] bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 127, 0, 0, 1};
        return Inet6Address.getByAddress("mapped", bytes, 0);
    }
}
