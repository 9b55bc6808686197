package dev.evenkeel.catalog;

import dev.evenkeel.measurement.Protocol;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An inference API.
 *
 * @param credential the name of the credential to send; absent = none is sent
 * @param maxConcurrency how many requests may be under way there at once, at least 1
 */
public record Provider(
        String name,
        URI baseUrl,
        Protocol protocol,
        @Nullable String credential,
        int maxConcurrency) {}
