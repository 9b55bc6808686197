package dev.evenkeel.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.evenkeel.measurement.MissedRound;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.RoundRequest;
import dev.evenkeel.measurement.Sample;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON on Kafka: an envelope of {@code schemaVersion} and one body. A reader takes every version up to
 * its own and ignores fields that it does not know, so that fields may be added without a new version; a
 * new version is for what an older reader would misread. Thread-safe.
 */
final class WireFormat {
    static final int VERSION = 1;

    private static final int MAX_DETAIL = 300;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addMixIn(Protocol.class, ByKey.class)
            .addHandler(new UnknownReasons())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private interface ByKey {
        @JsonValue
        String key();
    }

    record RoundMessage(int schemaVersion, @Nullable RoundRequest round) {}

    /** One of the two is there. */
    record SampleMessage(
            int schemaVersion,
            @Nullable Sample sample,
            @Nullable MissedRound missed) {
        @Nullable
        Told told() {
            if (sample != null) {
                return missed == null ? new Told.Observed(sample) : null;
            }
            return missed == null ? null : new Told.Missed(missed);
        }
    }

    /** A reason that a newer prober has is no reason to lose the record. */
    private static final class UnknownReasons extends DeserializationProblemHandler {
        @Override
        public Object handleWeirdStringValue(
                DeserializationContext context, Class<?> type, String value, String failure) {
            return type == MissedRound.Reason.class ? MissedRound.Reason.ofName(value) : NOT_HANDLED;
        }
    }

    private WireFormat() {}

    static byte[] encode(RoundRequest round) {
        return write(new RoundMessage(VERSION, round));
    }

    static byte[] encode(Sample sample) {
        return write(new SampleMessage(VERSION, sample, null));
    }

    static byte[] encode(MissedRound missed) {
        return write(new SampleMessage(VERSION, null, missed));
    }

    static Decoded<RoundRequest> decodeRound(byte @Nullable [] bytes) {
        return decode(bytes, RoundMessage.class, RoundMessage::schemaVersion, RoundMessage::round);
    }

    static Decoded<Told> decodeTold(byte @Nullable [] bytes) {
        return decode(bytes, SampleMessage.class, SampleMessage::schemaVersion, SampleMessage::told);
    }

    private static <M, T> Decoded<T> decode(
            byte @Nullable [] bytes, Class<M> envelope, Function<M, Integer> version, Function<M, @Nullable T> body) {
        if (bytes == null) {
            return unreadable("the record has no value");
        }
        try {
            @Nullable M message = MAPPER.readValue(bytes, envelope);
            return message == null
                    ? unreadable("the record holds a null")
                    : bodyOf(version.apply(message), body.apply(message));
        } catch (JacksonException e) {
            int claimed = claimedVersion(bytes);
            return claimed > VERSION ? newer(claimed) : unreadable(e.getOriginalMessage());
        } catch (IOException e) {
            return unreadable(e.getClass().getSimpleName());
        }
    }

    private static <T> Decoded<T> bodyOf(int version, @Nullable T body) {
        if (version > VERSION) {
            return newer(version);
        }
        return version < 1 || body == null ? unreadable("schemaVersion or body is missing") : new Decoded.Value<>(body);
    }

    /** A newer version may not even parse as this one, so what it claims to be is read by itself. */
    private static int claimedVersion(byte[] bytes) {
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            return tree == null ? 0 : tree.path("schemaVersion").asInt(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static <T> Decoded<T> newer(int version) {
        return new Decoded.Failure<>(
                DeadLetterCause.UNKNOWN_VERSION,
                "schemaVersion " + version + " is newer than " + VERSION + ", the newest known here");
    }

    private static <T> Decoded<T> unreadable(@Nullable String detail) {
        String text = detail == null ? "not readable" : detail;
        return new Decoded.Failure<>(
                DeadLetterCause.UNREADABLE, text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL));
    }

    private static byte[] write(Object message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message of our own could not be written", e);
        }
    }
}
