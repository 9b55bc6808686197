package dev.evenkeel.samples;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import dev.evenkeel.measurement.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Each sample as the JSON that a page has of it, on a line of its own. */
final class NdjsonSamples implements SampleLines {
    private static final byte[] NOTHING = {};

    private final ObjectWriter json;

    NdjsonSamples(ObjectMapper json) {
        this.json = json.writerFor(SampleView.class).withRootValueSeparator("\n");
    }

    @Override
    public byte[] head() {
        return NOTHING;
    }

    @Override
    public byte[] lines(List<Sample> samples) {
        if (samples.isEmpty()) {
            return NOTHING;
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (SequenceWriter writer = json.writeValues(lines)) {
            for (Sample sample : samples) {
                writer.write(SampleView.of(sample));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a sample can't be written", e);
        }
        lines.write('\n');
        return lines.toByteArray();
    }
}
