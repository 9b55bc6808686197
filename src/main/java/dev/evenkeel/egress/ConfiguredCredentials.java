package dev.evenkeel.egress;

import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The credentials that the operator configured. Made at start-up, so that one that can't be used stops it. */
@Startup
@Singleton
final class ConfiguredCredentials implements Credentials {
    private static final String PREFIX = "evenkeel.credentials.";

    private final Map<String, BoundCredential> byName;

    @Inject
    ConfiguredCredentials(CredentialsConfig config, EgressGuard guard) {
        byName = config.byName().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        entry -> BoundCredential.configured(PREFIX + entry.getKey(), entry.getValue(), guard)));
    }

    @Override
    public Optional<String> refusalOf(String name, URI baseUrl) {
        BoundCredential credential = byName.get(name);
        if (credential == null) {
            return Optional.of("no such credential: " + name + "; the operator configures it with " + PREFIX
                    + "<name>.value or .file, and .origins");
        }
        Optional<String> malformation = BaseUrl.malformationOf(baseUrl);
        if (malformation.isPresent()) {
            return malformation.map(reason -> "may not be sent to a URL that can't be probed: the URL " + reason);
        }
        BaseUrl url = BaseUrl.of(baseUrl);
        if (!credential.isBoundTo(url)) {
            return Optional.of("credential " + name + " is not bound to " + url.origin()
                    + "; the operator may add that to " + PREFIX + name + ".origins");
        }
        return credential.secret().get().isPresent()
                ? Optional.empty()
                : Optional.of("credential " + name + " can't be read at present; the operator should look at " + PREFIX
                        + name + ".file");
    }

    @Override
    public Optional<CredentialHeader> headerFor(String name, URI baseUrl) {
        if (refusalOf(name, baseUrl).isPresent()) {
            return Optional.empty();
        }
        return Optional.ofNullable(byName.get(name))
                .flatMap(credential -> credential.secret().get().map(credential.header()::with));
    }

    /** Whether any credential comes from a file. */
    boolean hasFiles() {
        return byName.values().stream().anyMatch(credential -> credential.file().isPresent());
    }

    /** Reads again what comes from files. Blocks. */
    void refresh() {
        byName.values().stream()
                .map(BoundCredential::file)
                .flatMap(Optional::stream)
                .forEach(SecretFile::refresh);
    }
}
