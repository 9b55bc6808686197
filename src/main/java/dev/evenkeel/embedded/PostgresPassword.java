package dev.evenkeel.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The superuser's random password, readable by the owner alone: other users of the machine reach its loopback too. */
final class PostgresPassword {
    private static final int BYTES = 24;

    private PostgresPassword() {}

    /** Made anew where the directory it belongs to is about to be set up. */
    static String of(Path file, boolean renew) {
        try {
            if (renew) {
                Files.deleteIfExists(file);
                Files.createFile(file, DataFolder.ownerOnly("rw-------"));
                Files.writeString(file, random(), StandardCharsets.US_ASCII);
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new EmbeddedStoresException("The password file " + file + " can't be used: " + e, e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
