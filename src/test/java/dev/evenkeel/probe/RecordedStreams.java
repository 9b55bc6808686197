package dev.evenkeel.probe;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The bodies of providers' answers, byte by byte as they send them; what the answers say is made up. */
final class RecordedStreams {
    private static final String FOLDER = "/streams/openai-chat/";

    private RecordedStreams() {}

    static byte[] bytes(String name) {
        try (InputStream in = RecordedStreams.class.getResourceAsStream(FOLDER + name + ".sse")) {
            return requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> names() {
        try (var files = Files.list(Path.of(
                requireNonNull(RecordedStreams.class.getResource(FOLDER)).toURI()))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".sse"))
                    .map(name -> name.substring(0, name.length() - ".sse".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
