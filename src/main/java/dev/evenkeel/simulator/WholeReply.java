package dev.evenkeel.simulator;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** An answer that comes whole, when its last token would have been due. Of faults that only a stream can have it falls silent. */
final class WholeReply implements Reply {
    private static final Set<Ending> COMING = EnumSet.of(Ending.COMPLETED, Ending.UNSTREAMED, Ending.CUT);

    private final Conversation conversation;
    private final Exchange exchange;
    private final ChatRequest request;
    private @Nullable Future<?> pending;

    WholeReply(Conversation conversation, Exchange exchange, ChatRequest request) {
        this.conversation = conversation;
        this.exchange = exchange;
        this.request = request;
    }

    @Override
    public void start() {
        List<Long> offsets = exchange.script().tokenOffsetsNs();
        if (!COMING.contains(exchange.script().ending())) {
            return;
        }
        pending = conversation
                .pacer()
                .at(
                        exchange.dueNs(offsets.size() - 1),
                        conversation.channel().eventLoop(),
                        () -> write(offsets.size()));
    }

    @Override
    public void connectionClosed() {
        if (pending != null) {
            pending.cancel(false);
        }
        exchange.connectionClosed(conversation.log());
    }

    private void write(int tokens) {
        if (exchange.script().ending() == Ending.CUT) {
            conversation.cut(exchange);
            return;
        }
        exchange.wholeAnswerWritten(tokens);
        String body = new ChatJson(exchange, request).whole(tokens);
        conversation.end(
                conversation
                        .channel()
                        .writeAndFlush(Answers.json(HttpResponseStatus.OK, body, conversation.keepAlive())),
                exchange,
                exchange.script().ending());
    }
}
