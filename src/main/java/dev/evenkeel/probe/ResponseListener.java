package dev.evenkeel.probe;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

/**
 * Follows one response, on the event loop of its connection. After {@link #end} or {@link #failed}
 * nothing more comes. Times are those of the read that brought what is told.
 */
interface ResponseListener {
    /** The last byte of the request was handed to the socket. */
    void sent(long at);

    /** The final response head; interim ones are not told. */
    void head(HttpResponse head, long at);

    /**
     * A part of the body, never empty; valid during the call only.
     *
     * @param read number of the socket read that brought its end, which may bring several parts; from 1 on, rising
     */
    void body(ByteBuf bytes, long at, long read);

    /** The response is complete as HTTP frames it; the connection may serve the next request if it is {@code reusable}. */
    void end(boolean reusable, long at);

    /**
     * The connection broke, closed early, or brought what is not HTTP or too much of it. It is being closed.
     *
     * @param untouched whether not one byte of a response had come
     */
    void failed(Throwable cause, boolean untouched);
}
