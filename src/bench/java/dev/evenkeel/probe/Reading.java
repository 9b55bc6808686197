package dev.evenkeel.probe;

import org.jspecify.annotations.Nullable;

/**
 * What a client says of one stream. Times are {@code System.nanoTime()} values.
 *
 * @param sequence the stream's number, as the provider told it
 * @param start when the client began to send
 * @param firstChunk what a client takes for the first token that doesn't look into the chunks
 * @param suspect whether the client itself doubts its times
 * @param schedulingDelay from the intended start to the real one; absent where the client does not tell
 * @param clientStall absent where the client does not tell
 */
record Reading(
        long sequence,
        long start,
        long firstChunk,
        long firstToken,
        long lastToken,
        boolean suspect,
        @Nullable Long schedulingDelay,
        @Nullable Long clientStall) {}
