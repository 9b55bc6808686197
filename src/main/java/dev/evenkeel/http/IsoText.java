package dev.evenkeel.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Times and durations are read from ISO-8601 text and nothing else; a number would leave its unit to guesses. */
final class IsoText<T> extends StdDeserializer<T> {
    private final transient Function<CharSequence, T> parser;

    private IsoText(Class<T> type, Function<CharSequence, T> parser) {
        super(type);
        this.parser = parser;
    }

    static IsoText<Duration> duration() {
        return new IsoText<>(Duration.class, Duration::parse);
    }

    static IsoText<Instant> instant() {
        return new IsoText<>(Instant.class, Instant::parse);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return (T) context.handleUnexpectedToken(handledType(), json);
        }
        String text = json.getText();
        try {
            return parser.apply(text);
        } catch (DateTimeException | ArithmeticException e) {
            return (T) context.handleWeirdStringValue(handledType(), text, "not ISO-8601");
        }
    }
}
