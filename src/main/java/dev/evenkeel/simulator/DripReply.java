package dev.evenkeel.simulator;

import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A stream whose tokens come so slowly, and so endlessly, that the client gives up. */
final class DripReply implements Reply {
    private final Conversation conversation;
    private final Exchange exchange;
    private final ChatJson json;
    private @Nullable Future<?> pending;

    DripReply(Conversation conversation, Exchange exchange, ChatRequest request) {
        this.conversation = conversation;
        this.exchange = exchange;
        this.json = new ChatJson(exchange, request);
    }

    @Override
    public void start() {
        conversation
                .channel()
                .writeAndFlush(Answers.streamHead(conversation.keepAlive()))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        schedule(0, exchange.dueNs(0));
    }

    @Override
    public void connectionClosed() {
        if (pending != null) {
            pending.cancel(false);
        }
        exchange.connectionClosed(conversation.log());
    }

    private void schedule(int token, long dueNs) {
        pending = conversation.pacer().at(dueNs, conversation.channel().eventLoop(), () -> {
            write(json.token(token));
            schedule(token + 1, dueNs + exchange.served().dripGapNs());
        });
    }

    private void write(String token) {
        DefaultHttpContent event = new DefaultHttpContent(Answers.bytes(Answers.event(token)));
        conversation.channel().writeAndFlush(event).addListener(done -> {
            if (done.isSuccess()) {
                exchange.tokenWritten(System.nanoTime());
            }
        });
    }
}
