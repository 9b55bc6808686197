package dev.evenkeel.egress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A secret that is mounted as a file and may be rotated. Reading it blocks, so only {@link #refresh} does; {@link
 * #current} gives what was read last. While the file can't be read there is no secret: whoever took it away meant it.
 * Thread-safe.
 */
final class SecretFile {
    private static final Logger LOG = Logger.getLogger(SecretFile.class);
    private static final int MAX_BYTES = 16 * 1024;

    private final Path path;
    private volatile Optional<Secret> current;

    /**
     * Reads the file for the first time.
     *
     * @throws IllegalArgumentException if it holds no usable secret
     */
    SecretFile(Path path) {
        this.path = path;
        this.current = Optional.of(read());
    }

    Optional<Secret> current() {
        return current;
    }

    void refresh() {
        try {
            Secret secret = read();
            if (current.isEmpty()) {
                LOG.infof("credential file readable again file=%s", path);
            }
            current = Optional.of(secret);
        } catch (IllegalArgumentException e) {
            if (current.isPresent()) {
                LOG.warnf("credential file unusable file=%s cause=%s", path, e.getMessage());
            }
            current = Optional.empty();
        }
    }

    private Secret read() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException("must not exceed " + MAX_BYTES + " bytes");
            }
            return new Secret(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("can't be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
