package dev.evenkeel.http;

import io.smallrye.mutiny.Multi;

/**
 * An answer's body that is written while it is made, one chunk at a time: the next is asked for once the client's
 * connection has taken the one before, and no more once the client has left. A body that fails midway ends with its
 * connection cut, so that no client takes a part for the whole. A body that can fail at once should be made when its
 * first chunk is there: until then a failure is a problem like any other.
 *
 * @param chunks none of them empty; cancelled when the client leaves
 */
public record StreamedBody(Multi<byte[]> chunks) {}
