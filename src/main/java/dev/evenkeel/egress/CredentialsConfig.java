package dev.evenkeel.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operator's secrets, by the names that the API knows them by. */
@ConfigMapping(prefix = "evenkeel.credentials")
public interface CredentialsConfig {
    @WithParentName
    Map<String, Entry> byName();

    /** One secret. Exactly one of {@code value} and {@code file} is set. */
    interface Entry {
        /** The secret itself. A secret that holds <code>${</code> goes into a file, as here it would be expanded. */
        Optional<String> value();

        /** A file, such as a mounted secret, that holds the secret and may change; line ends after it are dropped. */
        Optional<Path> file();

        /** The origins that it may be sent to, such as {@code https://api.example.com}. At least one. */
        Optional<List<String>> origins();

        /**
         * The request header that carries it: a name, and after a colon what precedes the secret in the value, as in
         * {@code Authorization: Bearer} or {@code x-api-key}.
         */
        @WithDefault("Authorization: Bearer")
        String header();
    }
}
