package dev.evenkeel.probe;

/** Reads the events of one stream in their order. Not thread-safe. */
interface AnswerReader {
    /** What one event says. Never throws for what a provider sent, and keeps nothing of the event's buffer. */
    StreamChunk read(ServerSentEvent event);
}
