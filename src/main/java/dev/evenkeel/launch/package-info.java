/**
 * {@code main}, roles, start-up checks and the demo campaigns: the only package that knows all others.
 *
 * <p>May use: all.
 */
@NullMarked
package dev.evenkeel.launch;

import org.jspecify.annotations.NullMarked;
