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

    static DataFolder create(Path root) {
        var folder = new DataFolder(root);
        createOwnersDirectory(folder.root);
        if (!Files.isWritable(folder.root)) {
            throw new EmbeddedStoresException("The data folder " + folder.root + " isn't writable");
        }
        return folder;
    }

    /** For its owner alone, since it holds what was measured, or programs that will be run. */
    static void createOwnersDirectory(Path directory) {
        try {
            Files.createDirectories(directory, ownerOnly("rwx------"));
        } catch (IOException e) {
            throw new EmbeddedStoresException("The folder " + directory + " can't be created: " + e, e);
        }
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

    /** The library makes this one writable for everybody, so it lies inside {@link #postgresBinaries}, which isn't. */
    Path postgresUnpacked() {
        return postgresBinaries().resolve("unpacked");
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
