package dev.evenkeel.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys in the table of settings in docs/operations.md, as names of environment variables. */
record DocumentedSettings(List<Pattern> variables) {
    private static final Pattern KEY = Pattern.compile("`([^`]+)`");

    static DocumentedSettings read() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs", "operations.md"));
        return new DocumentedSettings(lines.stream()
                .skip(lines.indexOf("## Settings"))
                .dropWhile(line -> !line.startsWith("| key |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .flatMap(row -> keys(row.split("\\|", -1)[1]))
                .map(DocumentedSettings::variable)
                .toList());
    }

    boolean know(String variable) {
        return variables.stream().anyMatch(known -> known.matcher(variable).matches());
    }

    /** A key that begins with a dot stands beside the row's first one. */
    private static Stream<String> keys(String cell) {
        List<String> written =
                KEY.matcher(cell).results().map(DocumentedSettings::key).toList();
        String first = written.get(0);
        String beside = first.substring(0, first.lastIndexOf('.'));
        return written.stream().map(key -> key.startsWith(".") ? beside + key : key);
    }

    private static String key(MatchResult found) {
        return found.group(1);
    }

    private static Pattern variable(String key) {
        String named = key.replaceAll("<[^>]+>|\\*", "\u0000").toUpperCase(Locale.ROOT);
        return Pattern.compile(named.replaceAll("[^A-Z0-9\u0000]", "_").replace("\u0000", "[A-Z0-9_]+"));
    }
}
