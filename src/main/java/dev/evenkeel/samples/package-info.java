/**
 * The durable log of samples: idempotent batch insert, daily partitions, paging, streamed export, counts per run, and
 * the window that a ranking reads. Declares {@link dev.evenkeel.samples.CampaignLookup}, which the
 * campaign package implements.
 *
 * <p>May use: pipeline, rollup, measurement, http.
 */
@NullMarked
package dev.evenkeel.samples;

import org.jspecify.annotations.NullMarked;
