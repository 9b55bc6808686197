package dev.evenkeel.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.evenkeel.Median;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints the medians of a file of results as a Markdown table, one row for each label, number of streams and
 * client. Ratios are to our client in the same run. Arguments: the file, then the columns; {@code name/ours} is a ratio.
 */
final class MedianTable {
    private record Row(String label, int streams, String client) {
        static Row of(JsonNode line) {
            return new Row(
                    line.path("label").asText(),
                    line.path("streams").asInt(),
                    line.path("client").asText());
        }

        Row ours() {
            return new Row(label, streams, "ours");
        }
    }

    private static final String RATIO = "/ours";

    private final Map<Row, List<JsonNode>> rows;

    private MedianTable(List<JsonNode> lines) {
        rows = lines.stream().collect(Collectors.groupingBy(Row::of, LinkedHashMap::new, Collectors.toList()));
    }

    public static void main(String[] args) throws IOException {
        var json = new ObjectMapper();
        List<JsonNode> lines = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            lines.add(json.readTree(line));
        }
        new MedianTable(lines).print(List.of(args).subList(1, args.length));
    }

    private void print(List<String> columns) {
        System.out.println("| label | streams | client | runs | " + String.join(" | ", columns) + " |");
        System.out.println("|---".repeat(columns.size() + 4) + "|");
        rows.forEach((row, lines) -> System.out.println("| " + row.label() + " | " + row.streams() + " | "
                + row.client() + " | " + lines.size() + " | "
                + columns.stream().map(column -> cell(row, lines, column)).collect(Collectors.joining(" | "))
                + " |"));
    }

    private String cell(Row row, List<JsonNode> lines, String column) {
        double[] values = lines.stream()
                .mapToDouble(line -> value(row, line, column))
                .filter(Double::isFinite)
                .toArray();
        return values.length == 0 ? "–" : Double.toString(Math.round(1e4 * Median.of(values)) / 1e4);
    }

    private double value(Row row, JsonNode line, String column) {
        if (!column.endsWith(RATIO)) {
            return number(line, column);
        }
        String plain = column.substring(0, column.length() - RATIO.length());
        double ours = rows.getOrDefault(row.ours(), List.of()).stream()
                .filter(other -> other.path("run").equals(line.path("run")))
                .mapToDouble(other -> number(other, plain))
                .findFirst()
                .orElse(Double.NaN);
        return number(line, plain) / ours;
    }

    private static double number(JsonNode line, String column) {
        return line.path(column).isNumber() ? line.path(column).asDouble() : Double.NaN;
    }
}
