/** Whole processes, killed, stopped, cut off and scaled while campaigns fire, and what must add up afterwards. */
@NullMarked
package dev.evenkeel.fault;

import org.jspecify.annotations.NullMarked;
