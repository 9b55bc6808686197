package dev.evenkeel.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A stream of server-sent events. The head and the chunk that only names the role are written at once,
 * each token when it is due, finish reason, usage and {@code [DONE]} together after the last, unless the
 * script has it end otherwise.
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
        conversation
                .channel()
                .writeAndFlush(Answers.streamHead(conversation.keepAlive()))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        if (exchange.script().ending() == Ending.STALLED) {
            return;
        }
        conversation.channel().writeAndFlush(content(json.role())).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        proceed(0);
    }

    @Override
    public void connectionClosed() {
        if (pending != null) {
            pending.cancel(false);
        }
        exchange.connectionClosed(conversation.log());
    }

    private void proceed(int written) {
        if (written < exchange.script().tokenOffsetsNs().size()) {
            schedule(written);
            return;
        }
        switch (exchange.script().ending()) {
            case STALLED_AMID -> {}
            case CUT -> conversation.cut(exchange);
            case ERROR_EVENT -> end(event(ChatJson.error(Refusal.serverError())));
            default -> end(properEnd(written));
        }
    }

    private void schedule(int token) {
        DefaultHttpContent event = content(json.token(token));
        pending = conversation
                .pacer()
                .at(exchange.dueNs(token), conversation.channel().eventLoop(), () -> write(token, event));
    }

    private void write(int token, DefaultHttpContent event) {
        conversation.channel().writeAndFlush(event).addListener(done -> {
            if (done.isSuccess()) {
                exchange.tokenWritten(System.nanoTime());
            }
        });
        proceed(token + 1);
    }

    private ByteBuf properEnd(int tokens) {
        ByteBuf last = event(json.finish());
        if (request.includeUsage()) {
            last = Unpooled.wrappedBuffer(last, event(json.usage(tokens)));
        }
        return Unpooled.wrappedBuffer(last, event(ChatJson.DONE));
    }

    private void end(ByteBuf last) {
        conversation.end(
                conversation.channel().writeAndFlush(new DefaultLastHttpContent(last)),
                exchange,
                exchange.script().ending());
    }

    private static DefaultHttpContent content(String data) {
        return new DefaultHttpContent(event(data));
    }

    private static ByteBuf event(String data) {
        return Answers.bytes(Answers.event(data));
    }
}
