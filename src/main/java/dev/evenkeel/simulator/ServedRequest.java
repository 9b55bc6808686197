package dev.evenkeel.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the simulator's log says of one request that has ended. Durations count from the read that
 * completed the request, in nanoseconds, on the thread that writes to the socket.
 *
 * @param number counts the requests in the order of their arrival, from 1
 * @param provider that was asked
 * @param model that was asked for
 * @param receivedAt when the request was complete
 * @param intendedTtftNs when the first token was due; absent where none was meant
 * @param ttftNs when the first token had been handed to the socket; absent where none was, and for an
 *     answer that wasn't streamed
 * @param lastTokenNs the same of the last token
 * @param tokens tokens written; 0 for those of an {@link Ending#ENDLESS} answer, which nobody counts
 * @param ending how it ended
 */
public record ServedRequest(
        long number,
        String provider,
        String model,
        Instant receivedAt,
        @Nullable Long intendedTtftNs,
        @Nullable Long ttftNs,
        @Nullable Long lastTokenNs,
        int tokens,
        Ending ending) {}
