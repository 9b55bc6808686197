package dev.evenkeel.probe;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers one connection's calls: head and role at once, the first token when it is due, the rest right behind it. */
final class ControlAnswer extends SimpleChannelInboundHandler<FullHttpRequest> {
    static final int TOKENS = 4;

    private static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}");
    private static final String TOKEN = chunk("{\"content\":\" word\"}");
    private static final String FINISH = "{\"id\":\"c\",\"model\":\"control\",\"choices\":[{\"index\":0,\"delta\":{},"
            + "\"finish_reason\":\"length\"}]}";
    private static final String USAGE = "{\"id\":\"c\",\"model\":\"control\",\"choices\":[],\"usage\":"
            + "{\"prompt_tokens\":1,\"completion_tokens\":" + TOKENS + "}}";

    private final ControlEndpoint endpoint;
    private @Nullable Future<?> due;

    ControlAnswer(ControlEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        ControlCall call = endpoint.announced(request.uri().split("/", 3)[1]);
        if (call == null) {
            context.close().addListener(closed -> {});
            return;
        }
        begin(context);
        if (call.latencyNs() == 0) {
            speak(context, call);
        } else {
            due = context.executor().schedule(() -> speak(context, call), call.latencyNs(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (due != null) {
            due.cancel(false);
        }
    }

    private static void begin(ChannelHandlerContext context) {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_EVENT_STREAM)
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        send(context, head);
        sendEvent(context, ROLE);
    }

    private static void speak(ChannelHandlerContext context, ControlCall call) {
        call.speaks(System.nanoTime());
        for (int i = 0; i < TOKENS; i++) {
            sendEvent(context, TOKEN);
        }
        sendEvent(context, FINISH);
        sendEvent(context, USAGE);
        sendEvent(context, "[DONE]");
        send(context, LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private static String chunk(String delta) {
        return "{\"id\":\"c\",\"model\":\"control\",\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}";
    }

    private static void sendEvent(ChannelHandlerContext context, String data) {
        byte[] event = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        send(context, new DefaultHttpContent(Unpooled.wrappedBuffer(event)));
    }

    private static void send(ChannelHandlerContext context, HttpObject part) {
        context.writeAndFlush(part).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
