/**
 * Campaigns and everything planned from them: targets, schedules, runs and rounds; the REST resources,
 * the tick that claims due work in PostgreSQL, and the tables behind it.
 *
 * <p>May use: store, catalog, samples, pipeline, measurement, http.
 */
@NullMarked
package dev.evenkeel.campaign;

import org.jspecify.annotations.NullMarked;
