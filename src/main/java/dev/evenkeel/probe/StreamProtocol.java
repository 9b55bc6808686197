package dev.evenkeel.probe;

import dev.evenkeel.measurement.ConnectionArm;
import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.Protocol;
import dev.evenkeel.measurement.RoundRequest;

/**
 * How a request is written and how its stream of events reads. Stateless and thread-safe. Another protocol is another of
 * these, its reader, and recorded streams for both.
 */
interface StreamProtocol {
    /** What is appended to the provider's base URL, from its slash on. */
    String path();

    /** The request's JSON body, UTF-8. */
    byte[] body(RoundRequest round, ProbeTarget target, ConnectionArm arm);

    /** Reads the events of one stream. */
    AnswerReader reader();

    static StreamProtocol of(Protocol protocol) {
        return switch (protocol) {
            case OPENAI_CHAT -> OpenAiChat.INSTANCE;
        };
    }
}
