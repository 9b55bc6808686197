package dev.evenkeel.egress;

import dev.evenkeel.egress.AddressKind.Lift;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The guard that the operator configured. Made at start-up, so that an allow list that can't be read stops it. */
@Startup
@Singleton
final class ConfiguredEgressGuard implements EgressGuard {
    private static final String MAY_ALLOW = "; the operator may allow it with " + AllowList.KEY;
    private static final String PLAIN_HTTP =
            "must use https; plain http may go only to what the operator names in " + AllowList.KEY;
    private static final List<InetAddress> LOCALHOST = List.of(
            Network.parse("127.0.0.1/32").base(), Network.parse("::1/128").base());

    private final AllowList allowed;

    @Inject
    ConfiguredEgressGuard(EgressConfig config) {
        this(AllowList.parse(config.allow().orElse(List.of())));
    }

    ConfiguredEgressGuard(AllowList allowed) {
        this.allowed = allowed;
    }

    @Override
    public Optional<String> refusalOf(URI baseUrl) {
        return BaseUrl.malformationOf(baseUrl).or(() -> refusalUnresolved(BaseUrl.of(baseUrl)));
    }

    @Override
    public Optional<String> refusalOf(URI baseUrl, InetAddress resolved) {
        return refusalOf(baseUrl).or(() -> refusalAt(BaseUrl.of(baseUrl), AddressKinds.unmapped(resolved)));
    }

    private Optional<String> refusalUnresolved(BaseUrl url) {
        if (url.literal() != null) {
            return refusalAt(url, url.literal());
        }
        if (url.isLocalhost()) {
            return LOCALHOST.stream()
                            .anyMatch(address -> refusalAt(url, address).isEmpty())
                    ? Optional.empty()
                    : refusalAt(url, LOCALHOST.get(0));
        }
        boolean hopeless = url.isPlainHttp() && !allowed.allowsName(url) && !allowed.mayAllowSomeAddressOf(url.port());
        return hopeless ? Optional.of(PLAIN_HTTP) : Optional.empty();
    }

    private Optional<String> refusalAt(BaseUrl url, InetAddress address) {
        AddressKind kind = AddressKinds.of(address);
        boolean lifted = isLifted(kind, url, address);
        if (kind != AddressKind.PUBLIC && !lifted) {
            return Optional.of(subject(url, address) + " is " + kind.description() + MAY_ALLOW);
        }
        if (url.isPlainHttp() && !lifted) {
            return Optional.of(PLAIN_HTTP);
        }
        return AddressKinds.embeddedIn(address).flatMap(embedded -> refusalAt(url, embedded));
    }

    private boolean isLifted(AddressKind kind, BaseUrl url, InetAddress address) {
        if (kind.lift() == Lift.ITSELF) {
            return allowed.allowsItself(address, url.port());
        }
        return allowed.allowsAddress(address, url.port()) || (kind.lift() == Lift.ANY_ENTRY && allowed.allowsName(url));
    }

    private static String subject(BaseUrl url, InetAddress address) {
        String text = address.getHostAddress();
        return address.equals(url.literal()) ? text : url.host() + " leads to " + text + ", which";
    }
}
