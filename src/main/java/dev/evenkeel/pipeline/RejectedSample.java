package dev.evenkeel.pipeline;

/**
 * A sample that can never be stored. It goes to the dead-letter topic.
 *
 * @param detail what is wrong, in one sentence
 */
public record RejectedSample(ReceivedSample received, DeadLetterCause cause, String detail) {}
