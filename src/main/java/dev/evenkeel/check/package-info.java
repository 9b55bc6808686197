/**
 * Tries a provider before a campaign relies on it: one probe now, told to the caller and kept nowhere.
 *
 * <p>May use: catalog, samples, pipeline, measurement, http.
 */
@NullMarked
package dev.evenkeel.check;

import org.jspecify.annotations.NullMarked;
