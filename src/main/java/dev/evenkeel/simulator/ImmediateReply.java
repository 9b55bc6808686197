package dev.evenkeel.simulator;

import io.netty.handler.codec.http.FullHttpResponse;

/** A response that is written at once and in one piece, in place of the answer. */
final class ImmediateReply implements Reply {
    private final Conversation conversation;
    private final Exchange exchange;
    private final FullHttpResponse response;

    ImmediateReply(Conversation conversation, Exchange exchange, FullHttpResponse response) {
        this.conversation = conversation;
        this.exchange = exchange;
        this.response = response;
    }

    @Override
    public void start() {
        conversation.end(
                conversation.channel().writeAndFlush(response),
                exchange,
                exchange.script().ending());
    }

    @Override
    public void connectionClosed() {
        exchange.connectionClosed(conversation.log());
    }
}
