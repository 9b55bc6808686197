package dev.evenkeel.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A rival: the {@code openai} package in a process of node, as {@code src/bench/openai-client.mjs} uses it. It
 * measures until its input is closed, then prints a line for each stream.
 */
final class OpenAiLoad implements Load {
    private final ProcessBuilder command;
    private final List<Reading> readings = new ArrayList<>();
    private final Process process;
    private long failures;

    OpenAiLoad(URI baseUrl, int streams, long spreadNs) throws IOException {
        command = new ProcessBuilder(
                        "node",
                        "src/bench/openai-client.mjs",
                        baseUrl.toString(),
                        Integer.toString(streams),
                        Long.toString(TimeUnit.NANOSECONDS.toMillis(spreadNs)))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        process = command.start();
    }

    @Override
    public void start() {}

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public List<Reading> stop() throws IOException {
        process.getOutputStream().close();
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(line.split(",", -1));
            }
        }
        return readings;
    }

    private void add(String[] fields) {
        if (fields[0].equals("failures")) {
            failures = Long.parseLong(fields[1]);
            return;
        }
        readings.add(new Reading(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                false,
                null,
                null));
    }

    @Override
    public long failures() {
        return failures;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
