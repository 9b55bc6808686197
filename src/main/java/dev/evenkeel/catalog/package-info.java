/**
 * Providers: the inference APIs that campaigns may name, their REST resource and their table.
 *
 * <p>May use: store, egress, measurement, http.
 */
@NullMarked
package dev.evenkeel.catalog;

import org.jspecify.annotations.NullMarked;
