package dev.evenkeel.simulator;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.nio.charset.StandardCharsets;

/** More than anybody asked for: the same bytes again and again, as fast as the client takes them, until it leaves. */
final class FloodReply implements Reply {
    private static final int REPEATED = 64;

    private final Conversation conversation;
    private final Exchange exchange;
    private final String first;
    private final byte[] more;

    FloodReply(Conversation conversation, Exchange exchange, ChatRequest request) {
        this.conversation = conversation;
        this.exchange = exchange;
        String token = Answers.event(new ChatJson(exchange, request).token(0));
        boolean inOneLine = exchange.script().ending() == Ending.GIANT_LINE;
        this.first = inOneLine ? "data: " : token;
        this.more = (inOneLine ? token.strip() : token).repeat(REPEATED).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void start() {
        Channel channel = conversation.channel();
        channel.write(Answers.streamHead(conversation.keepAlive())).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        write(first.getBytes(StandardCharsets.UTF_8));
        writable();
    }

    /** Until the connection has too much again: flushing may make it take more, which it then tells. */
    @Override
    public void writable() {
        Channel channel = conversation.channel();
        while (channel.isActive() && channel.isWritable()) {
            write(more);
        }
        channel.flush();
    }

    @Override
    public void connectionClosed() {
        exchange.connectionClosed(conversation.log());
    }

    private void write(byte[] bytes) {
        conversation
                .channel()
                .write(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
