package dev.evenkeel.samples;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.evenkeel.measurement.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Samples as CSV by RFC 4180 with a header row, in UTF-8. What is absent is empty. */
final class CsvSamples implements SampleLines {
    private static final String LINE_END = "\r\n";
    private static final byte[] HEAD = CsvColumn.ALL.stream()
            .map(CsvColumn::name)
            .collect(Collectors.joining(",", "", LINE_END))
            .getBytes(StandardCharsets.UTF_8);

    private final ObjectWriter csv = CsvMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build()
            .writer(schema());

    @Override
    public byte[] head() {
        return HEAD.clone();
    }

    @Override
    public byte[] lines(List<Sample> samples) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (SequenceWriter writer = csv.writeValues(lines)) {
            for (Sample sample : samples) {
                writer.write(CsvColumn.valuesOf(SampleView.of(sample)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a sample can't be written", e);
        }
        return lines.toByteArray();
    }

    private static CsvSchema schema() {
        CsvSchema.Builder schema = CsvSchema.builder().setLineSeparator(LINE_END);
        CsvColumn.ALL.forEach(column -> schema.addColumn(column.name()));
        return schema.build();
    }
}
