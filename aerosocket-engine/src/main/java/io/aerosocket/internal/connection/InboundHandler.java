package io.aerosocket.internal.connection;

import java.util.ArrayDeque;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionOptions;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.internal.extension.ExtensionChain;
import io.aerosocket.internal.frame.FrameDecoder;
import io.aerosocket.internal.message.MessageAssembler;

/**
 * The one handler that stays in the pipeline: bytes in, through decoder and assembler, to
 * the connection. Knows when not to read.
 */
public final class InboundHandler extends ChannelInboundHandlerAdapter {

	/**
	 * Bytes that extensions may make of what one peer sent before the others on its event
	 * loop have their turn: a few kilobytes can inflate to a hundred times as much.
	 */
	private static final int RESTORED_IN_ONE_TURN = 1 << 20;

	private WebSocketConnection connection;

	private MessageAssembler assembler;

	private FrameDecoder decoder;

	private ChannelHandlerContext transport;

	/** Bytes that were read before reading was paused. */
	private @Nullable ArrayDeque<ByteBuf> held;

	private boolean paused;

	private boolean draining;

	private long restored;

	private boolean outOfTurn;

	/**
	 * Creates a handler. It has to be in a pipeline before there is a connection to
	 * {@link #attach}.
	 */
	@SuppressWarnings("NullAway.Init") // attached before the first event
	public InboundHandler() {
	}

	/**
	 * Gives the handler its connection, before the first event.
	 * @param connection what to read for
	 * @param endpoint its role and limits
	 * @param extensions its extensions, or {@code null} if it has none
	 * @param transport this handler's context
	 */
	void attach(WebSocketConnection connection, Endpoint endpoint, @Nullable ExtensionChain extensions,
			ChannelHandlerContext transport) {
		this.connection = connection;
		this.transport = transport;
		ConnectionOptions options = endpoint.options();
		this.assembler = new MessageAssembler(connection, options, transport.alloc(), extensions,
				endpoint.fragments() != null);
		this.decoder = (extensions != null)
				? new FrameDecoder(this.assembler, MessageAssembler.mayTravel(options.maxFrameSize()), extensions.rsv(),
						!endpoint.isClient())
				: new FrameDecoder(this.assembler, options.maxFrameSize(), 0, !endpoint.isClient());
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof ByteBuf read)) {
			ReferenceCountUtil.release(message);
			return;
		}
		ByteBuf in = inOnePiece(read);
		this.connection.readBegins();
		if (this.paused || this.held != null) {
			held().addLast(in);
		}
		else {
			decode(in);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		this.connection.readEnds();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (context.channel().isWritable()) {
			this.connection.drainOutbound();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		release();
		this.connection.ended();
	}

	@Override
	@SuppressWarnings("deprecation") // of the supertype's, which is on outbound handlers
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.connection.transportFailed(cause);
	}

	boolean isPaused() {
		return this.paused;
	}

	boolean hasHeldBytes() {
		return this.held != null && !this.outOfTurn;
	}

	/**
	 * Stops reading from the socket, and leaves what was read undecoded.
	 */
	void pause() {
		if (!this.paused) {
			this.paused = true;
			this.connection.group().counters().readsPaused(1);
			this.transport.channel().config().setAutoRead(false);
		}
	}

	/**
	 * An extension gave a message back as it was sent.
	 * @param length its size in bytes
	 */
	void restored(long length) {
		this.restored += length;
		if (this.restored > RESTORED_IN_ONE_TURN && !this.outOfTurn) {
			this.outOfTurn = true;
			pause();
			this.transport.executor().execute(() -> {
				this.restored = 0;
				this.outOfTurn = false;
				this.connection.goOnReading();
			});
		}
	}

	/**
	 * Decodes what was held, then goes on reading, unless that pauses it again.
	 */
	void resume() {
		if (this.outOfTurn) {
			return;
		}
		if (this.paused) {
			this.paused = false;
			this.connection.group().counters().readsPaused(-1);
		}
		while (this.held != null && !this.paused) {
			ByteBuf next = this.held.poll();
			if (next == null) {
				this.held = null;
			}
			else {
				decode(next);
			}
		}
		if (!this.paused && !this.draining) {
			this.transport.channel().config().setAutoRead(true);
		}
	}

	/**
	 * Stops reading from the socket for a shutdown; what was read is still decoded.
	 */
	void beginDrain() {
		this.draining = true;
		this.transport.channel().config().setAutoRead(false);
	}

	/**
	 * Reads again, for the peer's answer to our Close.
	 */
	void endDrain() {
		this.draining = false;
		resume();
	}

	/**
	 * Gives up what is unfinished and what is held.
	 */
	void release() {
		this.assembler.release();
		ArrayDeque<ByteBuf> waiting = this.held;
		this.held = null;
		if (waiting != null) {
			waiting.forEach(ByteBuf::release);
		}
		if (this.paused) {
			this.paused = false;
			this.connection.group().counters().readsPaused(-1);
		}
	}

	private void decode(ByteBuf in) {
		try {
			if (!this.connection.isDeaf()) {
				this.decoder.decode(in);
			}
		}
		catch (ProtocolViolationException ex) {
			this.connection.violated(ex);
		}
		finally {
			if (in.isReadable() && this.paused && !this.connection.isDeaf()) {
				// What was begun comes before what is still whole.
				held().addFirst(in);
			}
			else {
				in.release();
			}
		}
	}

	// A socket reads into one piece; other channels are not bound to.
	private ByteBuf inOnePiece(ByteBuf read) {
		if (read.nioBufferCount() == 1) {
			return read;
		}
		ByteBuf whole = this.transport.alloc().directBuffer(read.readableBytes()).writeBytes(read);
		read.release();
		return whole;
	}

	private ArrayDeque<ByteBuf> held() {
		ArrayDeque<ByteBuf> waiting = this.held;
		if (waiting == null) {
			waiting = new ArrayDeque<>(2);
			this.held = waiting;
		}
		return waiting;
	}

}
