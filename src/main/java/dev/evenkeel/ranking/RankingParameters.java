package dev.evenkeel.ranking;

import dev.evenkeel.http.FieldReader;
import dev.evenkeel.http.Violations;
import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.Metric;
import dev.evenkeel.measurement.Statistic;
import dev.evenkeel.measurement.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client asked for; absent = as the campaign has it. */
record RankingParameters(
        @Nullable Duration window,
        @Nullable Metric metric,
        @Nullable Statistic statistic,
        @Nullable Integer specVersion,
        @Nullable ConnectionArm connection,
        @Nullable String vantage,
        @Nullable Instant asOf,
        @Nullable Estimand intervalsFor) {
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

    /** No instant of a question lies before it. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    static final Duration MIN_WINDOW = Duration.ofMinutes(1);
    static final Duration MAX_WINDOW = Duration.ofDays(31);

    /**
     * Reads the query's parameters.
     *
     * @throws dev.evenkeel.http.ProblemException 422 naming each parameter that is not understood
     */
    static RankingParameters parse(
            @Nullable String window,
            @Nullable String metric,
            @Nullable String statistic,
            @Nullable String specVersion,
            @Nullable String connection,
            @Nullable String vantage,
            @Nullable String asOf,
            @Nullable String intervalsFor) {
        Violations violations = new Violations();
        Duration parsedWindow = window == null ? null : window(window, violations);
        FieldReader fields = new FieldReader(violations);
        Metric parsedMetric = fields.oneOf(metric, "metric", Metric.values(), Metric::key);
        Statistic parsedStatistic = fields.oneOf(statistic, "statistic", Statistic.values(), Statistic::key);
        violations.addUnless(
                specVersion == null || VERSION.matcher(specVersion).matches(),
                "specVersion",
                "must be a whole number from 1 to 999999999");
        ConnectionArm parsedConnection =
                fields.oneOf(connection, "connection", ConnectionArm.values(), ConnectionArm::key);
        violations.addUnless(vantage == null || Vantage.isValid(vantage), "vantage", Vantage.EXPECTED);
        Estimand parsedIntervalsFor = fields.oneOf(intervalsFor, "intervalsFor", Estimand.values(), Estimand::key);
        Instant parsedAsOf = asOf == null ? null : instant(asOf, "asOf", violations);
        violations.throwIfAny();
        return new RankingParameters(
                parsedWindow,
                parsedMetric,
                parsedStatistic,
                specVersion == null ? null : Integer.valueOf(specVersion),
                parsedConnection,
                vantage,
                parsedAsOf,
                parsedIntervalsFor);
    }

    /** The same over another window. */
    RankingParameters over(Duration otherWindow, @Nullable Instant end) {
        return new RankingParameters(
                otherWindow, metric, statistic, specVersion, connection, vantage, end, intervalsFor);
    }

    /** Null where the text is none; a violation says so, or that it is too early. */
    static @Nullable Instant instant(String text, String field, Violations violations) {
        try {
            Instant instant = Instant.parse(text);
            violations.addUnless(!instant.isBefore(EARLIEST), field, "must not be before " + EARLIEST);
            return instant;
        } catch (DateTimeParseException e) {
            violations.add(field, "must be an ISO-8601 instant such as 2026-01-31T12:00:00Z");
            return null;
        }
    }

    private static @Nullable Duration window(String text, Violations violations) {
        try {
            Duration window = Duration.parse(text);
            violations.addUnless(
                    window.compareTo(MIN_WINDOW) >= 0 && window.compareTo(MAX_WINDOW) <= 0,
                    "window",
                    "must be within " + MIN_WINDOW + " and P31D");
            return window;
        } catch (DateTimeParseException e) {
            violations.add("window", "must be an ISO-8601 duration such as PT24H");
            return null;
        }
    }
}
