package dev.evenkeel.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A stream of server-sent events. The head and the chunk that only names the role are written at once,
 * each token when it is due, finish reason, usage and {@code [DONE]} together after the last.
 */
final class StreamedReply implements Reply {
    private final Conversation conversation;
    private final Exchange exchange;
    private final ChatRequest request;
    private final ChatJson json;
    private @Nullable Future<?> pending;

    StreamedReply(Conversation conversation, Exchange exchange, ChatRequest request) {
        this.conversation = conversation;
        this.exchange = exchange;
        this.request = request;
        this.json = new ChatJson(exchange, request);
    }

    @Override
    public void start() {
        DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        if (!conversation.keepAlive()) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (exchange.script().ending() == Ending.STALLED) {
            conversation.channel().writeAndFlush(head).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            return;
        }
        conversation.channel().write(head).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        conversation
                .channel()
                .writeAndFlush(new DefaultHttpContent(event(json.role())))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        schedule(0);
    }

    @Override
    public void connectionClosed() {
        if (pending != null) {
            pending.cancel(false);
        }
        exchange.connectionClosed(conversation.log());
    }

    private void schedule(int token) {
        ByteBuf event = event(json.token(token));
        pending = conversation
                .pacer()
                .at(exchange.dueNs(token), conversation.channel().eventLoop(), () -> write(token, event));
    }

    private void write(int token, ByteBuf event) {
        conversation.channel().writeAndFlush(new DefaultHttpContent(event)).addListener(done -> {
            if (done.isSuccess()) {
                exchange.tokenWritten(System.nanoTime());
            }
        });
        if (token + 1 < exchange.script().tokenOffsetsNs().size()) {
            schedule(token + 1);
        } else if (exchange.script().ending() == Ending.CUT) {
            conversation.cut(exchange);
        } else {
            finish(token + 1);
        }
    }

    private void finish(int tokens) {
        ByteBuf last = event(json.finish());
        if (request.includeUsage()) {
            last = Unpooled.wrappedBuffer(last, event(json.usage(tokens)));
        }
        last = Unpooled.wrappedBuffer(last, event(ChatJson.DONE));
        conversation.end(
                conversation.channel().writeAndFlush(new DefaultLastHttpContent(last)), exchange, Ending.COMPLETED);
    }

    private static ByteBuf event(String data) {
        return Unpooled.copiedBuffer("data: " + data + "\n\n", StandardCharsets.UTF_8);
    }
}
