package dev.evenkeel.simulator;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpServerCodec;

/** No response at all: the connection is closed, after bytes that are not HTTP where the script asks for them. */
final class BrokenReply implements Reply {
    private static final String GREETING = "SSH-2.0-evenkeel\r\n\u0001\u0002\u0003\r\n\r\n";

    private final Conversation conversation;
    private final Exchange exchange;

    BrokenReply(Conversation conversation, Exchange exchange) {
        this.conversation = conversation;
        this.exchange = exchange;
    }

    @Override
    public void start() {
        if (exchange.script().ending() == Ending.GARBAGE) {
            // Written below the codec, which would refuse it.
            ChannelHandlerContext codec = conversation.channel().pipeline().context(HttpServerCodec.class);
            codec.writeAndFlush(Answers.bytes(GREETING)).addListener(written -> conversation.cut(exchange));
        } else {
            conversation.cut(exchange);
        }
    }

    @Override
    public void connectionClosed() {
        exchange.connectionClosed(conversation.log());
    }
}
