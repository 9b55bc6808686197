package dev.evenkeel.probe;

import dev.evenkeel.probe.StreamChunk.Kind;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads one stream of OpenAI's chat completions. */
final class OpenAiChatReader implements AnswerReader {
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private ThinkTags tags = ThinkTags.NOTHING_YET;
    private @Nullable String model;
    private @Nullable String systemFingerprint;

    /** Blank data is a keep-alive. */
    @Override
    public StreamChunk read(ServerSentEvent event) {
        if (event.type().equals("error")) {
            return StreamChunk.of(Kind.ERROR);
        }
        byte[] bytes = event.buffer();
        int start = event.start();
        int end = event.end();
        while (start < end && isBlank(bytes[start])) {
            start++;
        }
        while (start < end && isBlank(bytes[end - 1])) {
            end--;
        }
        if (start == end) {
            return StreamChunk.of(Kind.PART);
        }
        if (Arrays.equals(bytes, start, end, DONE, 0, DONE.length)) {
            return StreamChunk.of(Kind.DONE);
        }
        return read(event, start, end);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\t';
    }

    private StreamChunk read(ServerSentEvent event, int start, int end) {
        if (!beginsLikeAnObject(event.buffer(), start, end)) {
            return StreamChunk.of(Kind.MALFORMED);
        }
        try {
            return chunk(event.buffer(), start, end);
        } catch (IOException e) {
            return readReplaced(event);
        }
    }

    /** The parser would take what has a zero for UTF-16 or UTF-32. */
    private static boolean beginsLikeAnObject(byte[] bytes, int start, int end) {
        return bytes[start] == '{' && end - start > 1 && bytes[start + 1] != 0;
    }

    /** An event stream is text in which what is not UTF-8 is replaced; a model's token may end amid a character. */
    private StreamChunk readReplaced(ServerSentEvent event) {
        var replaced = ServerSentEvent.of(event.type(), event.data());
        byte[] bytes = replaced.buffer();
        if (Arrays.equals(event.buffer(), event.start(), event.end(), bytes, 0, bytes.length)) {
            return StreamChunk.of(Kind.MALFORMED);
        }
        try {
            return chunk(bytes, 0, bytes.length);
        } catch (IOException e) {
            return StreamChunk.of(Kind.MALFORMED);
        }
    }

    /** Nothing of an event that can't be read to its end is kept. */
    private StreamChunk chunk(byte[] bytes, int start, int end) throws IOException {
        var chunk = new OpenAiChunk(tags, model, systemFingerprint);
        JsonWalk.object(bytes, start, end, chunk);
        tags = chunk.tags();
        StreamChunk read = chunk.toStreamChunk();
        model = read.model() == null ? model : read.model();
        systemFingerprint = read.systemFingerprint() == null ? systemFingerprint : read.systemFingerprint();
        return read;
    }
}
