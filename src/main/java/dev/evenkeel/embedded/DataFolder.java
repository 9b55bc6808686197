package dev.evenkeel.embedded;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Where everything of the embedded stores lies. */
record DataFolder(Path root) {
    DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** Created for its owner alone, since both stores keep what was measured there. */
    static DataFolder create(Path root) {
        var folder = new DataFolder(root);
        try {
            Files.createDirectories(folder.root, ownerOnly("rwx------"));
        } catch (IOException e) {
            throw new EmbeddedStoresException("The data folder " + folder.root + " can't be created: " + e, e);
        }
        if (!Files.isWritable(folder.root)) {
            throw new EmbeddedStoresException("The data folder " + folder.root + " isn't writable");
        }
        return folder;
    }

    static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    Path lock() {
        return root.resolve("evenkeel.lock");
    }

    Path postgresBinaries() {
        return root.resolve("postgres-binaries");
    }

    Path postgresData() {
        return root.resolve("postgres");
    }

    Path postgresPassword() {
        return root.resolve("postgres.password");
    }

    Path postgresLog() {
        return root.resolve("postgres.log");
    }

    Path kafkaData() {
        return root.resolve("kafka");
    }
}
