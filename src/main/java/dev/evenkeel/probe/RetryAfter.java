package dev.evenkeel.probe;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Retry-After} header: seconds, or a date in one of the three forms that RFC 9110, 5.6.7, has recipients accept. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d+");

    /** As many digits never overflow a long. */
    private static final int MOST_DIGITS = 18;

    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC));

    private RetryAfter() {}

    /**
     * How long the provider asks to wait from now on; absent where it does not ask, is not understood, or
     * names no time to come.
     *
     * @param longest what a longer wait is cut to
     */
    static Optional<Duration> wait(@Nullable String header, Instant now, Duration longest) {
        return header == null
                ? Optional.empty()
                : asked(header.strip(), now)
                        .map(wait -> wait.compareTo(longest) > 0 ? longest : wait)
                        .filter(wait -> !wait.isNegative() && !wait.isZero());
    }

    private static Optional<Duration> asked(String header, Instant now) {
        if (SECONDS.matcher(header).matches()) {
            boolean beyondAnyBound = header.length() > MOST_DIGITS;
            return Optional.of(Duration.ofSeconds(beyondAnyBound ? Long.MAX_VALUE : Long.parseLong(header)));
        }
        return DATES.stream()
                .flatMap(format -> date(header, format).stream())
                .findFirst()
                .map(until -> Duration.between(now, until));
    }

    private static Optional<Instant> date(String header, DateTimeFormatter format) {
        try {
            return Optional.of(format.parse(header, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
