package dev.evenkeel.campaign;

import java.util.Optional;

/**
 * What has become of a schedule's firings up to an instant.
 *
 * @param missed how many were past their catch-up window
 * @param superseded how many were not, but had a later one due at the same time
 * @param due the latest one, if it is to be run
 * @param next the first firing that was not looked at
 */
record DueFirings(long missed, long superseded, Optional<Firing> due, Optional<Firing> next) {}
