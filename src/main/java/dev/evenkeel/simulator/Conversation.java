package dev.evenkeel.simulator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;

/**
 * What an answer needs of its surroundings.
 *
 * @param keepAlive whether the connection outlives the answer
 * @param finished run once the answer is over, before the next request is read
 */
record Conversation(Channel channel, boolean keepAlive, Pacer pacer, RequestLog log, Runnable finished) {
    /** To be called with the answer's last write. */
    void end(ChannelFuture lastWrite, Exchange exchange, Ending ending) {
        lastWrite.addListener(done -> {
            exchange.end(done.isSuccess() ? ending : Ending.CLIENT_LEFT, log);
            finished.run();
        });
        if (!keepAlive) {
            lastWrite.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Closes the connection, as the exchange's script has it. */
    void cut(Exchange exchange) {
        exchange.end(exchange.script().ending(), log);
        channel.close().addListener(closed -> finished.run());
    }
}
