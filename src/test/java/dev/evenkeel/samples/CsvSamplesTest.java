package dev.evenkeel.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.evenkeel.measurement.Outcome;
import dev.evenkeel.measurement.Sample;
import dev.evenkeel.measurement.SampleFixture;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CsvSamplesTest {
    private static final SampleFixture SAMPLE = SampleFixture.sample();

    private final CsvSamples csv = new CsvSamples();

    @Test
    void everyFieldOfTheJsonHasItsColumn() {
        List<String> fields = fields("", SampleView.class).toList();

        assertThat(CsvColumn.ALL).extracting(CsvColumn::name).containsExactlyElementsOf(fields);
    }

    @Test
    void aRowHasWhatTheJsonHas() throws IOException {
        Sample sample = SAMPLE.build();

        Map<String, String> row = read(sample);

        assertThat(row)
                .containsEntry("id", sample.id().toString())
                .containsEntry("target.provider", "provider-a")
                .containsEntry("target.model", "kimi-k2.6")
                .containsEntry("scheduledAt", sample.scheduledAt().toString())
                .containsEntry("ttftMs", "250.0")
                .containsEntry("interChunkMs.p95", "19.0")
                .containsEntry("connectionReused", "true")
                .containsEntry("cost", "0.00028")
                .containsEntry("error", "");
    }

    @Test
    void whatIsAbsentIsEmpty() throws IOException {
        Map<String, String> row = read(SAMPLE.ending(Outcome.TIMEOUT).build());

        assertThat(row)
                .containsEntry("ttftMs", "")
                .containsEntry("interChunkMs.min", "")
                .containsEntry("timeoutPhase", "FIRST_TOKEN")
                .containsEntry("error", "no first token within PT30S");
    }

    @Test
    void commasQuotesAndLineEndsStayInTheirCell() throws IOException {
        String awkward = "a,b \"c\"\r\nd";

        Map<String, String> row = read(SAMPLE.reporting(awkward).build());

        assertThat(row).containsEntry("reportedModel", awkward).containsEntry("systemFingerprint", "fp_1");
        assertThat(text(SAMPLE.reporting(awkward).build())).contains("\"a,b \"\"c\"\"\r\nd\"");
    }

    @Test
    void whatNeedsNoQuotesHasNone() {
        assertThat(text(SAMPLE.build())).doesNotContain("\"");
    }

    @Test
    void textOfAProviderIsNoFormula() throws IOException {
        assertThat(read(SAMPLE.reporting("=HYPERLINK(\"http://x\")").build()))
                .containsEntry("reportedModel", "'=HYPERLINK(\"http://x\")");
        assertThat(read(SAMPLE.reporting("+1").build())).containsEntry("reportedModel", "'+1");
        assertThat(read(SAMPLE.reporting("-1").build())).containsEntry("reportedModel", "'-1");
        assertThat(read(SAMPLE.reporting("@cf/model").build())).containsEntry("reportedModel", "'@cf/model");
        assertThat(read(SAMPLE.reporting("a=1").build())).containsEntry("reportedModel", "a=1");
    }

    @Test
    void linesEndAsTheRfcWantsIt() {
        String text = text(SAMPLE.build(), SAMPLE.inRound(1).build());

        assertThat(text.split("\r\n", -1)).hasSize(4).endsWith("");
        assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r");
    }

    private Map<String, String> read(Sample sample) throws IOException {
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(text(sample))) {
            return rows.next();
        }
    }

    private String text(Sample... samples) {
        return new String(csv.head(), UTF_8) + new String(csv.lines(List.of(samples)), UTF_8);
    }

    /** The paths of a record's fields, records in it taken apart. */
    private static Stream<String> fields(String path, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return Arrays.stream(components)
                .flatMap(component -> component.getType().isRecord()
                        ? fields(path + component.getName() + ".", component.getType())
                        : Stream.of(path + component.getName()));
    }
}
