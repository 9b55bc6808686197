package dev.evenkeel.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells a directory whose first set-up was cut short from one that holds data: only the latter has its marker file
 * beside it. What was cut short is removed, since neither {@code initdb} nor Kafka's formatter resumes.
 */
final class Setup {
    private final Path directory;
    private final Path marker;

    private Setup(Path directory) {
        this.directory = directory;
        this.marker = directory.resolveSibling(directory.getFileName() + ".ready");
    }

    static Setup of(Path directory) {
        return new Setup(directory);
    }

    boolean isFinished() {
        return Files.exists(marker);
    }

    void discardUnfinished() {
        if (!isFinished()) {
            deleteRecursively(directory);
        }
    }

    void finished() {
        try {
            if (!isFinished()) {
                Files.createFile(marker);
            }
        } catch (IOException e) {
            throw new EmbeddedStoresException("The marker " + marker + " can't be written: " + e, e);
        }
    }

    private static void deleteRecursively(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new EmbeddedStoresException("The unfinished " + directory + " can't be removed: " + e, e);
        }
    }
}
