package dev.evenkeel.samples;

import dev.evenkeel.measurement.Sample;
import java.util.List;

/** How an export writes samples, one a line. Thread-safe. */
interface SampleLines {
    /** What precedes the first sample; may be empty. */
    byte[] head();

    /** So many lines, each with its end. */
    byte[] lines(List<Sample> samples);
}
