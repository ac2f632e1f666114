package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.Handshake;
import io.aerosocket.Message;
import io.aerosocket.MessageSource;
import io.aerosocket.PreparedMessage;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.SendResult;
import io.aerosocket.internal.extension.AgreedExtensions;
import io.aerosocket.internal.extension.ExtensionChain;
import io.aerosocket.internal.message.EncodedMessage;
import io.aerosocket.internal.message.MessageSink;
import io.aerosocket.internal.message.ReceivedMessage;

/**
 * A connection, from the end of its handshake to the end of its transport. Ties the parts
 * of this package together.
 * <p>
 * What {@link Connection} offers is safe for any thread; all else is confined to the
 * event loop.
 */
public final class WebSocketConnection implements Connection, MessageSink {

	private final ConnectionRegistry registry;

	private final ConnectionGroup group;

	private final Endpoint endpoint;

	private final Handshake handshake;

	private final @Nullable String subprotocol;

	private final @Nullable ExtensionChain extensions;

	private final ChannelHandlerContext transport;

	private final Outbound outbound;

	private final Sender sender;

	private final InboundHandler reader;

	private final InboundQueue inbound;

	private final ClosingHandshake closing;

	private final Heartbeats heartbeats;

	private final long serial;

	private int slot = -1;

	private boolean drained;

	private boolean ended;

	private @Nullable String id;

	private volatile boolean open = true;

	WebSocketConnection(Place place, Endpoint endpoint, Handshake handshake, @Nullable String subprotocol,
			AgreedExtensions agreed, ChannelHandlerContext transport, InboundHandler reader) {
		this.registry = place.registry();
		this.group = place.group();
		this.serial = place.serial();
		this.endpoint = endpoint;
		this.handshake = handshake;
		this.subprotocol = subprotocol;
		this.extensions = agreed.open();
		this.transport = transport;
		this.reader = reader;
		OutboundQueue queue = new OutboundQueue();
		this.outbound = new Outbound(transport, this, queue, endpoint.isClient(), this.extensions);
		this.sender = new Sender(this, endpoint, queue, this.outbound);
		this.inbound = new InboundQueue(this, this.sender, endpoint, transport.alloc());
		this.closing = new ClosingHandshake(transport, this.outbound, endpoint);
		this.heartbeats = new Heartbeats(endpoint.options(), this.group.now());
	}

	// --- any thread

	@Override
	public String id() {
		String known = this.id;
		if (known == null) {
			known = this.registry.id(this.group, this.slot, this.serial);
			this.id = known;
		}
		return known;
	}

	@Override
	public Handshake handshake() {
		return this.handshake;
	}

	@Override
	public @Nullable String subprotocol() {
		return this.subprotocol;
	}

	@Override
	public List<String> extensions() {
		return (this.extensions != null) ? this.extensions.answers() : List.of();
	}

	@Override
	public Map<String, Object> attributes() {
		return this.handshake.attributes();
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	@Override
	public long queuedBytes() {
		return this.sender.queuedBytes();
	}

	@Override
	public SendResult sendText(CharSequence text) {
		return this.open ? this.sender.send(EncodedMessage.text(text), null) : SendResult.CLOSED;
	}

	@Override
	public SendResult sendBinary(ByteBuffer data) {
		return this.open ? this.sender.send(EncodedMessage.binary(data), null) : SendResult.CLOSED;
	}

	@Override
	public SendResult send(PreparedMessage message) {
		return this.open ? this.sender.send(EncodedMessage.of(message), null) : SendResult.CLOSED;
	}

	@Override
	public SendResult send(Message message) {
		if (!this.open) {
			return SendResult.CLOSED;
		}
		// First, because it is the common case and a test against a class is quick, which
		// one against an interface is not.
		if (message instanceof ReceivedMessage received) {
			return this.sender.send(EncodedMessage.of(received), null);
		}
		if (message instanceof Message.Close close) {
			close(close.reason().code(), close.reason().text());
			return SendResult.QUEUED;
		}
		return this.sender.send(message);
	}

	@Override
	public CompletionStage<Void> sendAsync(Message message) {
		return this.sender.sendAsync(message);
	}

	@Override
	public CompletionStage<Void> sendStream(MessageSource source) {
		return this.sender.sendStream(source);
	}

	@Override
	public SendResult ping(ByteBuffer payload) {
		return this.sender.ping(payload);
	}

	@Override
	public void close(CloseCode code, String reason) {
		if (!code.isSendable()) {
			throw new IllegalArgumentException("close code: " + code + " (expected: a code that may be sent)");
		}
		beginClosing(new CloseReason(code, reason, false));
	}

	boolean wakesLoopLater() {
		return this.inbound.wakesLoopLater();
	}

	/**
	 * Runs an action on the event loop, at once if this is it. Safe for any thread. An
	 * event loop that has ended runs nothing.
	 * @param action the action
	 */
	void execute(Runnable action) {
		// Once the server has stopped there is nothing left to change, only to give up.
		this.group.execute(action, this.sender::dropQueued);
	}

	// --- the event loop: opening and reading

	/**
	 * The handshake is done and the handler is in the pipeline: begins the life of this
	 * connection.
	 */
	void opened() {
		this.slot = this.group.add(this);
		this.group.counters().connectionOpened();
		this.endpoint.listeners().opened(this);
		this.inbound.opened();
	}

	ConnectionGroup group() {
		return this.group;
	}

	ClosingHandshake closing() {
		return this.closing;
	}

	void readBegins() {
		this.heartbeats.read(this.group.clock());
		this.outbound.beginRead();
	}

	void readEnds() {
		this.inbound.startTurn();
		this.outbound.endRead();
	}

	@Override
	public void message(boolean text, boolean room, ByteBuf owner, ByteBuffer bytes, int index, int length) {
		if (!this.open && !this.drained) {
			return;
		}
		this.group.counters().messageReceived(length);
		received(ReceivedMessage.lent(text, room, owner, bytes, index, length));
	}

	@Override
	public void fragment(ReceivedMessage fragment, boolean last) {
		if (!this.open && !this.drained) {
			return;
		}
		this.group.counters().fragmentReceived(fragment.size(), last);
		received(fragment);
	}

	private void received(ReceivedMessage message) {
		this.heartbeats.message(this.group.clock());
		this.inbound.received(message);
		if (this.inbound.isFull()) {
			this.reader.pause();
		}
	}

	@Override
	public void restored(long travelled, long length) {
		this.group.counters().payloadRestored(travelled, length);
		this.reader.restored(length);
	}

	@Override
	public void ping(ByteBuffer bytes, int index, int length) {
		byte[] payload = new byte[length];
		bytes.get(index, payload);
		this.outbound.pong(payload);
	}

	@Override
	public void pong(ByteBuffer bytes, int index, int length) {
		if (length == Integer.BYTES && bytes.getInt(index) == Heartbeats.PAYLOAD) {
			return;
		}
		try {
			this.endpoint.handler().onPong(this, bytes.slice(index, length).asReadOnlyBuffer());
		}
		catch (Throwable ex) {
			handlerFailed(ex);
		}
	}

	@Override
	public void close(CloseReason reason) {
		this.open = false;
		if (this.outbound.isStreaming()) {
			// The peer wants no more of it, nor can anything come behind a part of it.
			this.sender.dropQueued();
		}
		this.closing.received(reason);
	}

	@Override
	public boolean wantsMore() {
		return !this.reader.isPaused() && !this.closing.isDeaf();
	}

	boolean isDeaf() {
		return this.closing.isDeaf();
	}

	boolean hasHeldBytes() {
		return this.reader.hasHeldBytes();
	}

	void goOnReading() {
		if (!this.ended && !this.inbound.isFull()) {
			this.inbound.readOn();
		}
	}

	void resumeReading() {
		this.reader.resume();
	}

	// --- the event loop: writing

	void drainOutbound() {
		if (this.ended) {
			this.sender.dropQueued();
			return;
		}
		this.outbound.drain();
		this.closing.progress();
	}

	/**
	 * Sends a frame that many connections share.
	 * @param frame the frame, which stays the caller's
	 * @param payloadBytes the size of its payload
	 * @return what became of it
	 */
	SendResult sendShared(ByteBuf frame, int payloadBytes) {
		return this.open ? this.sender.sendShared(frame, payloadBytes) : SendResult.CLOSED;
	}

	@Nullable ExtensionChain extensionChain() {
		return this.extensions;
	}

	void messageSent() {
		this.heartbeats.message(this.group.clock());
	}

	boolean isMasking() {
		return this.endpoint.isClient();
	}

	ChannelHandlerContext transport() {
		return this.transport;
	}

	// --- the event loop: failing and closing

	// Safe for any thread. What was sent before waits in the queue, which goes out first.
	private void beginClosing(CloseReason ours) {
		if (this.open) {
			this.open = false;
			execute(() -> {
				this.closing.begin(ours);
				if (!this.drained) {
					// Nothing more is handled, so that nothing needs to wait: the peer's
					// answer stands behind what was held.
					this.reader.resume();
				}
			});
		}
	}

	void closeSlowConsumer() {
		if (this.open) {
			this.registry.log().slowConsumer(this);
			fail(new CloseReason(this.endpoint.options().slowConsumerCloseCode(), "reads too slowly", false));
		}
	}

	void violated(ProtocolViolationException violation) {
		this.registry.log().violation(this, violation);
		fail(new CloseReason(violation.closeCode(), String.valueOf(violation.getMessage()), false));
		this.reader.release();
	}

	/**
	 * Gives up what waits, sends a Close at once and listens no more.
	 * @param reason why
	 */
	void fail(CloseReason reason) {
		this.open = false;
		this.sender.dropQueued();
		this.closing.fail(reason);
	}

	void handlerFailed(Throwable error) {
		this.endpoint.counters().handlerFailed();
		Throwable cause = HandlerFailures.unwrap(error);
		this.endpoint.listeners().failed(this, cause);
		CloseReason reason = HandlerFailures.apply(this, this.endpoint.options(), cause);
		if (reason != null) {
			beginClosing(reason);
		}
	}

	void transportFailed(Throwable cause) {
		this.registry.log().transportFailure(this, cause);
		this.open = false;
		this.transport.close();
	}

	/**
	 * Lets the handler finish what was read, then closes with 1001.
	 */
	void drain() {
		if (!this.open || this.drained) {
			return;
		}
		this.drained = true;
		this.reader.beginDrain();
		this.inbound.whenIdle(() -> {
			beginClosing(new CloseReason(CloseCode.GOING_AWAY,
					this.endpoint.isClient() ? "the client is shutting down" : "the server is shutting down", false));
			this.reader.endDrain();
		});
	}

	/**
	 * Ends the transport without further ado.
	 */
	void cut() {
		this.open = false;
		this.closing.abandon();
		this.transport.close();
	}

	/**
	 * The server ends: what waits for the handler is not handled any more.
	 */
	void cutForGood() {
		this.inbound.discardPending();
		cut();
	}

	void sweep(long now) {
		this.inbound.sweep();
		if (this.closing.hasBegun()) {
			if (this.closing.isOverdue(now)) {
				cut();
			}
			return;
		}
		if (this.reader.isPaused() || this.drained) {
			this.heartbeats.paused(now);
			return;
		}
		switch (this.heartbeats.sweep(now)) {
			case NOTHING -> {
			}
			case PING -> this.outbound.ping(ByteBuffer.allocate(Integer.BYTES).putInt(Heartbeats.PAYLOAD).array());
			case CUT -> {
				this.registry.log().silentPeer(this);
				cut();
			}
			case CLOSE_IDLE -> beginClosing(new CloseReason(CloseCode.GOING_AWAY, "idle for too long", false));
		}
	}

	void ended() {
		this.open = false;
		this.ended = true;
		this.outbound.release(id());
		if (this.extensions != null) {
			this.extensions.close();
		}
		this.sender.dropQueued();
		this.group.remove(this.slot);
		this.group.counters().connectionClosed();
		CloseReason reason = this.closing.reason();
		this.endpoint.counters().closed(reason.code().value());
		this.registry.closed();
		this.endpoint.listeners().closed(this, reason);
		this.inbound.closed(reason);
	}

	/**
	 * The handler has been told of the end, and is done.
	 */
	void finished() {
		this.registry.finished();
	}

	@Override
	public String toString() {
		return "Connection[" + id() + " " + this.handshake.path() + " " + this.handshake.remoteAddress() + "]";
	}

}
