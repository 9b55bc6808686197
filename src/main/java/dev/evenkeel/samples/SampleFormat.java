package dev.evenkeel.samples;

import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Variant;
import java.util.Arrays;
import java.util.List;

/** What a client can have samples as; the first unless it asks for another. */
enum SampleFormat {
    PAGE(MediaType.APPLICATION_JSON),
    NDJSON(SampleFormat.NDJSON_TYPE),
    CSV(SampleFormat.CSV_TYPE + ";charset=utf-8;header=present");

    static final String NDJSON_TYPE = "application/x-ndjson";
    static final String CSV_TYPE = "text/csv";

    private static final List<Variant> VARIANTS = Arrays.stream(values())
            .map(format -> new Variant(MediaType.valueOf(format.contentType), (String) null, null))
            .toList();

    private final String contentType;

    SampleFormat(String contentType) {
        this.contentType = contentType;
    }

    /**
     * The one that the header {@code Accept} prefers.
     *
     * @throws NotAcceptableException if it wants none of them
     */
    static SampleFormat preferredBy(Request request) {
        Variant chosen = request.selectVariant(VARIANTS);
        if (chosen == null) {
            throw new NotAcceptableException();
        }
        return values()[VARIANTS.indexOf(chosen)];
    }

    String contentType() {
        return contentType;
    }
}
