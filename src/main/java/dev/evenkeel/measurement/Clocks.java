package dev.evenkeel.measurement;

import org.jspecify.annotations.Nullable;

/**
 * The clocks of one probe, in nanoseconds. {@code schedulingDelayNs} is {@code start − scheduled}; all
 * others but the connection's parts count from {@code start}. Absent where the event never came.
 *
 * @param schedulingDelayNs {@code start − scheduled}: ours, not the provider's; may be slightly negative
 *     by the wall clock's granularity
 * @param queuedNs how long the probe waited for our own limits, a permit of its provider or fewer streams: a part of
 *     {@code schedulingDelayNs}; next to 0 where it did not wait; absent in samples from before it was measured
 * @param dnsNs name resolution; 0 where the connection was reused
 * @param tcpNs TCP handshake; 0 where reused
 * @param tlsNs TLS handshake; 0 where reused or plain
 * @param connectedNs {@code connected − start}; 0 where reused
 * @param connectionReused whether a kept-alive connection served the probe
 * @param sentNs last byte of the request handed to the socket
 * @param headersNs response head arrived
 * @param firstByteNs first byte of the body
 * @param firstTokenNs first delta that carries generated text of any kind: {@code ttft}
 * @param firstAnswerNs first delta that carries visible content or a tool call: {@code ttfa}
 * @param lastTokenNs last delta that carries generated text: {@code latency} of a finished probe
 * @param endNs the proper end, or the moment at which the probe was given up
 */
public record Clocks(
        long schedulingDelayNs,
        @Nullable Long queuedNs,
        @Nullable Long dnsNs,
        @Nullable Long tcpNs,
        @Nullable Long tlsNs,
        @Nullable Long connectedNs,
        boolean connectionReused,
        @Nullable Long sentNs,
        @Nullable Long headersNs,
        @Nullable Long firstByteNs,
        @Nullable Long firstTokenNs,
        @Nullable Long firstAnswerNs,
        @Nullable Long lastTokenNs,
        long endNs) {
    public Clocks {
        if (endNs < 0) {
            throw new IllegalArgumentException("endNs must not be negative");
        }
    }
}
