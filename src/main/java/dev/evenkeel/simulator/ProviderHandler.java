package dev.evenkeel.simulator;

import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Routes the requests of one connection, one after another. */
final class ProviderHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = Logger.getLogger(ProviderHandler.class);
    private static final Pattern CHAT = Pattern.compile("/([^/]+)/v1/chat/completions");

    private final Directory directory;
    private final Pacer pacer;
    private final RequestLog log;
    private final AtomicLong numbers;
    private final Clock clock;
    private @Nullable Reply reply;
    private boolean first = true;

    ProviderHandler(Directory directory, Pacer pacer, RequestLog log, AtomicLong numbers, Clock clock) {
        this.directory = directory;
        this.pacer = pacer;
        this.log = log;
        this.numbers = numbers;
        this.clock = clock;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest http) {
        long receivedNs = System.nanoTime();
        Instant receivedAt = clock.instant();
        Channel channel = context.channel();
        boolean keepAlive = HttpUtil.isKeepAlive(http);
        if (reply != null) {
            // The read also tells when a client leaves, so it can't be held back while an answer runs.
            close(context, "request before the last one's answer");
            return;
        }
        QueryStringDecoder target = target(http.uri());
        if (http.decoderResult().isFailure() || target == null) {
            refuse(channel, Refusal.malformed("The request is not valid HTTP"), false);
            return;
        }
        Matcher chat = CHAT.matcher(target.path());
        if (http.method().equals(HttpMethod.POST) && chat.matches()) {
            chat(channel, keepAlive, chat.group(1), http, receivedAt, receivedNs);
        } else if (http.method().equals(HttpMethod.GET) && target.path().equals("/log")) {
            String provider = target.parameters().getOrDefault("provider", List.of()).stream()
                    .findFirst()
                    .orElse(null);
            send(channel, Answers.ndjson(LogJson.lines(log.entries(), provider), keepAlive), keepAlive);
        } else {
            refuse(channel, Refusal.unknown("unknown_url", "No such method and path"), keepAlive);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        Reply current = reply;
        if (current != null && context.channel().isWritable()) {
            current.writable();
        }
        super.channelWritabilityChanged(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        Reply current = reply;
        if (current != null) {
            reply = null;
            current.connectionClosed();
        }
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(context, cause.toString());
    }

    /** The decoded target; absent where it can't be decoded. */
    private static @Nullable QueryStringDecoder target(String uri) {
        try {
            QueryStringDecoder target = new QueryStringDecoder(uri);
            target.path();
            target.parameters();
            return target;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static void close(ChannelHandlerContext context, String cause) {
        context.close().addListener(closed -> LOG.debugf("connection closed cause=%s", cause));
    }

    private void chat(
            Channel channel,
            boolean keepAlive,
            String provider,
            FullHttpRequest http,
            Instant receivedAt,
            long receivedNs) {
        Map<String, ServedModel> models = directory.models(provider);
        if (models == null) {
            refuse(channel, Refusal.unknown("provider_not_found", "No such provider"), keepAlive);
            return;
        }
        Parsed parsed = ChatRequest.parse(new ByteBufInputStream(http.content()));
        if (parsed instanceof Refusal refusal) {
            refuse(channel, refusal, keepAlive);
        } else if (parsed instanceof ChatRequest request) {
            ServedModel served = models.get(request.model());
            if (served == null) {
                refuse(channel, Refusal.unknown("model_not_found", "The model does not exist"), keepAlive);
                return;
            }
            Script script = served.next(request.maxTokens(), first);
            first = false;
            Exchange exchange = new Exchange(numbers.incrementAndGet(), served, script, receivedAt, receivedNs);
            Conversation conversation = new Conversation(channel, keepAlive, pacer, log, () -> reply = null);
            Reply started = ScriptedReply.of(conversation, exchange, request);
            reply = started;
            started.start();
        }
    }

    private static void refuse(Channel channel, Refusal refusal, boolean keepAlive) {
        send(channel, Answers.error(refusal, keepAlive), keepAlive);
    }

    private static void send(Channel channel, FullHttpResponse response, boolean keepAlive) {
        ChannelFuture written = channel.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
