package dev.evenkeel.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells the client what is wrong with its JSON: 400 where it is no JSON, 422 where it is not what was expected. */
final class JsonProblems {
    private JsonProblems() {}

    static ProblemException of(JsonProcessingException e) {
        if (isCausedBy(e, StreamConstraintsException.class)) {
            return ProblemException.malformed(
                    "the JSON is nested deeper, or has longer names or numbers, than is taken");
        }
        boolean outOfRange = isCausedBy(e, InputCoercionException.class);
        if (e instanceof JsonMappingException mapping && (outOfRange || !hasUnreadableCause(e))) {
            return trailing(e) ? unreadable(e) : invalid(mapping, outOfRange);
        }
        return unreadable(e);
    }

    private static ProblemException invalid(JsonMappingException e, boolean outOfRange) {
        Optional<ProblemException> ours = causes(e, ProblemException.class).findFirst();
        if (ours.isPresent()) {
            return ours.get();
        }
        String message = outOfRange ? "is out of range" : messageOf(e);
        return ProblemException.invalid(List.of(new Violation(JsonPath.of(e), message)));
    }

    private static String messageOf(JsonMappingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "is not a known field; known here: " + namesOf(unknown);
        }
        if (e instanceof InvalidNullException) {
            return "must not be null";
        }
        if (e instanceof ValueInstantiationException) {
            return refusalOfTheValue(e).orElse("is not valid");
        }
        if (startsWith(e, "Missing required creator property") || startsWith(e, "Missing creator property")) {
            return "is required";
        }
        return e instanceof MismatchedInputException mismatch
                ? ExpectedJson.of(mismatch.getTargetType())
                : refusalOfTheValue(e).orElse("is not valid");
    }

    /** What a record's own constructor had against its components; only our own words are passed on. */
    private static Optional<String> refusalOfTheValue(JsonMappingException e) {
        return causes(e, IllegalArgumentException.class)
                .filter(cause -> cause.getStackTrace().length > 0
                        && cause.getStackTrace()[0].getClassName().startsWith("dev.evenkeel."))
                .map(Throwable::getMessage)
                .filter(message -> message != null && !message.isBlank())
                .findFirst();
    }

    private static String namesOf(UnrecognizedPropertyException e) {
        return e.getKnownPropertyIds() == null
                ? "none"
                : e.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static ProblemException unreadable(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        String what = startsWith(e, "Duplicate field")
                ? "the JSON names a field twice"
                : trailing(e) ? "something follows the JSON" : "the body is not valid JSON";
        return ProblemException.malformed(what + where);
    }

    private static boolean hasUnreadableCause(JsonProcessingException e) {
        return causes(e, JsonProcessingException.class).anyMatch(cause -> !(cause instanceof JsonMappingException));
    }

    private static boolean trailing(JsonProcessingException e) {
        return startsWith(e, "Trailing token");
    }

    private static boolean startsWith(JsonProcessingException e, String beginning) {
        return causes(e, JsonProcessingException.class)
                .map(JsonProcessingException::getOriginalMessage)
                .anyMatch(message -> message != null && message.startsWith(beginning));
    }

    private static boolean isCausedBy(Throwable e, Class<? extends Throwable> type) {
        return causes(e, type).findFirst().isPresent();
    }

    private static <T> Stream<T> causes(@Nullable Throwable e, Class<T> type) {
        return Causes.of(e).filter(type::isInstance).map(type::cast);
    }
}
