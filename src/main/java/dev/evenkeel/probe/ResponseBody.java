package dev.evenkeel.probe;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response that is to be a stream, from its bytes as HTTP frames them to its events. Confined to one thread.
 */
final class ResponseBody {
    private final @Nullable Gunzip gunzip;
    private final EventStreamDecoder decoder;
    private long plainBytesLeft;
    private boolean begun;
    private @Nullable String failure;

    private ResponseBody(@Nullable Gunzip gunzip, long maxBytes, int maxEventBytes) {
        this.gunzip = gunzip;
        this.decoder = new EventStreamDecoder(maxEventBytes);
        this.plainBytesLeft = maxBytes;
    }

    /**
     * Absent where the head names a content encoding that can't be undone.
     *
     * @param maxBytes how many bytes the body may have once its content encoding is undone
     */
    static Optional<ResponseBody> of(HttpResponse head, long maxBytes, int maxEventBytes) {
        String encoding = String.join(",", head.headers().getAll(HttpHeaderNames.CONTENT_ENCODING))
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> Optional.of(new ResponseBody(null, maxBytes, maxEventBytes));
            case "gzip", "x-gzip" -> Optional.of(new ResponseBody(new Gunzip(), maxBytes, maxEventBytes));
            default -> Optional.empty();
        };
    }

    /**
     * Hands over every event that the bytes completed.
     *
     * @return why the body can't be read on, if so
     */
    Optional<String> read(ByteBuf bytes, Consumer<ServerSentEvent> events) {
        if (gunzip == null) {
            decode(bytes, events);
        } else if (!gunzip.read(bytes, plain -> decode(plain, events)) && failure == null) {
            failure = "content encoding is broken";
        }
        return Optional.ofNullable(failure);
    }

    private boolean decode(ByteBuf plain, Consumer<ServerSentEvent> events) {
        plainBytesLeft -= plain.readableBytes();
        if (plainBytesLeft < 0) {
            failure = "response is longer than allowed";
        } else if (beginsAsJson(plain)) {
            failure = "answered with JSON instead of a stream";
        } else if (!decoder.decode(plain.nioBuffer(), events)) {
            failure = "an event of the stream is too long";
        }
        return failure == null;
    }

    /** No line of an event stream that says anything begins so; content types are often wrong. */
    private boolean beginsAsJson(ByteBuf plain) {
        for (int i = plain.readerIndex(); i < plain.writerIndex() && !begun; i++) {
            byte b = plain.getByte(i);
            // What is not ASCII is negative: a byte order mark is passed over.
            if (b > ' ') {
                begun = true;
                return b == '{' || b == '[';
            }
        }
        return false;
    }

    /** To be called once nothing more is read, be it amid {@link #read}. */
    void close() {
        if (gunzip != null) {
            gunzip.close();
        }
    }
}
