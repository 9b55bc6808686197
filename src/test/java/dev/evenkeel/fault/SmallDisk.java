package dev.evenkeel.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file system of a folder's own, which can be made as small as what lies on it: then it is full, and nothing on it has been
 * touched. It lies in memory. Only the superuser of Linux may mount one; elsewhere the folder stays what it is.
 */
final class SmallDisk implements AutoCloseable {
    private static final String ROOMY = "8g";
    private static final int ATTEMPTS = 50;

    private final Path folder;
    private final @Nullable String problem;

    private SmallDisk(Path folder, @Nullable String problem) {
        this.folder = folder;
        this.problem = problem;
    }

    /** For a cluster whose disk nobody wants to be full. */
    static SmallDisk none(Path folder) {
        return new SmallDisk(folder, "none was asked for");
    }

    static SmallDisk mount(Path folder) {
        try {
            Files.createDirectories(folder);
            String said = run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + ROOMY, "tmpfs", folder.toString());
            return new SmallDisk(folder, said.isEmpty() ? null : said);
        } catch (IOException e) {
            return new SmallDisk(folder, e.toString());
        }
    }

    /** Why there is none here; empty where it can be used. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Leaves it no room at all. What is written meanwhile may not fit any more, and is measured anew. */
    void fill() {
        String said = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            said = resize(Long.toString(used()));
            if (said.isEmpty()) {
                return;
            }
        }
        throw new IllegalStateException(folder + " can't be made small: " + said);
    }

    /** Gives it its room back. */
    void free() {
        String said = resize(ROOMY);
        if (!said.isEmpty()) {
            throw new IllegalStateException(folder + " can't be made large: " + said);
        }
    }

    private long used() {
        try {
            FileStore store = Files.getFileStore(folder);
            return store.getTotalSpace() - store.getUnallocatedSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String resize(String size) {
        try {
            return run("mount", "-o", "remount,size=" + size, folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the command said if it failed, and nothing if it did not. */
    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            int exit = process.waitFor();
            return exit == 0 ? "" : said + " (exit " + exit + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (problem == null) {
            try {
                String said = run("umount", folder.toString());
                if (!said.isEmpty()) {
                    throw new IllegalStateException(folder + " stays mounted: " + said);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
