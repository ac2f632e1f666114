package io.aerosocket.internal.transport;

import java.io.EOFException;
import java.io.IOException;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeException;
import io.aerosocket.internal.handshake.AnswerBody;
import io.aerosocket.internal.handshake.OpeningHandshake;
import io.aerosocket.internal.handshake.ResponseHead;
import io.aerosocket.internal.handshake.ResponseHeadReader;

/**
 * Sends the one request of a socket as HTTP/1.1 (RFC 9112), as soon as TLS is established
 * where there is any, reads the answer within a size, and gives its place in the pipeline
 * to the WebSocket. Any other answer is followed by the end of the socket.
 */
public final class Http1ClientTransport extends ChannelInboundHandlerAdapter {

	private static final int SWITCHING_PROTOCOLS = 101;

	private static final int MAX_BODY_BYTES = 8 * 1024;

	private final byte[] request;

	private final AnswerHandler handler;

	private final ResponseHeadReader reader;

	private @Nullable ChannelHandlerContext context;

	private @Nullable ByteBuf early;

	private @Nullable ResponseHead head;

	private @Nullable AnswerBody body;

	private boolean active;

	private boolean sent;

	private boolean done;

	/**
	 * Creates the transport of one socket.
	 * @param request what to send
	 * @param handler decides on the answer
	 * @param maxHeadBytes the largest head accepted
	 */
	public Http1ClientTransport(byte[] request, AnswerHandler handler, int maxHeadBytes) {
		this.request = request;
		this.handler = handler;
		this.reader = new ResponseHeadReader(maxHeadBytes);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.active = true;
		if (context.pipeline().get(SslHandler.class) == null) {
			send(context);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		SslHandler ssl = context.pipeline().get(SslHandler.class);
		// A socket that was never connected has its TLS handshake fail too, which says
		// nothing.
		if (ssl == null || !(event instanceof SslHandshakeCompletionEvent tls) || !this.active || this.done) {
			return;
		}
		if (!tls.isSuccess()) {
			fail(tls.cause());
			return;
		}
		try {
			this.handler.secured(ssl.engine().getSession());
			send(context);
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	private void send(ChannelHandlerContext context) {
		if (!this.sent) {
			this.sent = true;
			context.writeAndFlush(Unpooled.wrappedBuffer(this.request), context.voidPromise());
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf in = (ByteBuf) message;
		this.early = in;
		try {
			if (!this.done) {
				read(in);
			}
		}
		catch (HandshakeException ex) {
			fail(ex);
		}
		finally {
			// Unless it was handed on to the WebSocket.
			if (this.early != null) {
				this.early = null;
				in.release();
			}
		}
	}

	private void read(ByteBuf in) {
		if (this.head == null) {
			ResponseHead complete = this.reader.read(in);
			if (complete == null) {
				return;
			}
			this.head = complete;
			if (complete.status() == SWITCHING_PROTOCOLS) {
				this.handler.switching(this, complete);
				return;
			}
			this.body = new AnswerBody(complete, MAX_BODY_BYTES);
		}
		if (this.body != null && this.body.read(in)) {
			answer(this.head, this.body);
		}
	}

	/**
	 * Tells who the server is.
	 * @return the peer
	 */
	public OpeningHandshake.Peer peer() {
		Channel channel = context().channel();
		SslHandler ssl = channel.pipeline().get(SslHandler.class);
		return new OpeningHandshake.Peer(channel.remoteAddress(), channel.localAddress(), ssl != null,
				(ssl != null) ? TlsPeer.principal(ssl) : null);
	}

	/**
	 * Makes the socket a WebSocket: puts a handler in this transport's place in the
	 * pipeline, and hands it what the server sent behind its answer.
	 * @param webSocket the handler
	 * @param opened called with the handler's context before it sees the first byte; if
	 * it fails, the handler hears of nothing and the socket closes
	 */
	public void upgrade(ChannelInboundHandler webSocket, Consumer<ChannelHandlerContext> opened) {
		ChannelHandlerContext context = context();
		ByteBuf frames = this.early;
		this.early = null;
		this.done = true;
		ChannelPipeline pipeline = context.pipeline();
		ProxyHandler proxy = pipeline.get(ProxyHandler.class);
		if (proxy != null) {
			pipeline.remove(proxy);
		}
		pipeline.replace(this, null, webSocket);
		try {
			opened.accept(pipeline.context(webSocket));
		}
		catch (Throwable ex) {
			if (frames != null) {
				frames.release();
			}
			pipeline.remove(webSocket);
			pipeline.close();
			throw ex;
		}
		// From here on this context stands right before its successor.
		if (frames != null && frames.isReadable()) {
			context.fireChannelRead(frames);
			context.fireChannelReadComplete();
		}
		else if (frames != null) {
			frames.release();
		}
	}

	/**
	 * Gives the answer up and closes the socket.
	 * @param cause why, for the handler
	 */
	public void abort(Throwable cause) {
		fail(cause);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.head != null && this.body != null) {
			// Without a length the end of the socket is the end of the body.
			answer(this.head, this.body);
		}
		else {
			fail(new EOFException("The server closed the connection before it answered"));
		}
	}

	@Override
	@SuppressWarnings("deprecation") // of the supertype's, which is on outbound handlers
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		fail(cause);
	}

	private void answer(ResponseHead answer, AnswerBody text) {
		if (!this.done) {
			this.done = true;
			context().close();
			this.handler.answered(answer, text.text());
		}
	}

	private void fail(Throwable cause) {
		if (!this.done) {
			this.done = true;
			context().close();
			this.handler.failed(cause);
		}
	}

	private ChannelHandlerContext context() {
		if (this.context == null) {
			throw new IllegalStateException("Not in a pipeline yet");
		}
		return this.context;
	}

}
