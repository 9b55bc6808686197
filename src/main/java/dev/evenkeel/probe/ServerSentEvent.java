package dev.evenkeel.probe;

/**
 * One dispatched event of a {@code text/event-stream}. The fields {@code id} and {@code retry} concern
 * reconnecting, which a probe never does, and are not kept.
 *
 * @param type the {@code event} field; {@code message} where the stream named none
 * @param data the {@code data} lines joined by line feeds
 */
record ServerSentEvent(String type, String data) {}
