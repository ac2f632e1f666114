package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionActivity;
import io.aerosocket.Handshake;
import io.aerosocket.Message;
import io.aerosocket.MessageSource;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SendResult;
import io.aerosocket.internal.extension.AgreedExtensions;
import io.aerosocket.internal.extension.ExtensionChain;
import io.aerosocket.internal.message.EncodedMessage;
import io.aerosocket.telemetry.TimingListener;

/**
 * A connection, from the end of its handshake to the end of its transport. Ties the parts
 * of this package together.
 * <p>
 * What {@link Connection} offers is safe for any thread; all else is confined to the
 * event loop.
 */
public final class WebSocketConnection implements Connection {

	private final ConnectionGroup group;

	private final Endpoint endpoint;

	private final Handshake handshake;

	private final @Nullable String subprotocol;

	private final Outbound outbound;

	private final InboundQueue inbound;

	/** How it ends, once that has begun. */
	private @Nullable ClosingHandshake closing;

	/** When bytes arrived, or when the Ping went out whose Pong is awaited. */
	private long lastRead;

	private long lastMessage;

	private boolean waitingForPong;

	/** In the coarse units of {@link Heartbeats#openedAt}. */
	private final int openedAt;

	private final long serial;

	private int slot = -1;

	private boolean drained;

	private boolean ended;

	private @Nullable String id;

	private volatile boolean open = true;

	WebSocketConnection(Place place, Endpoint endpoint, Handshake handshake, @Nullable String subprotocol,
			AgreedExtensions agreed, ChannelHandlerContext transport) {
		this.group = place.group();
		this.serial = place.serial();
		this.endpoint = endpoint;
		this.handshake = handshake;
		this.subprotocol = subprotocol;
		this.outbound = new Outbound(this, transport, agreed.open());
		this.inbound = new InboundQueue(this);
		this.lastRead = this.group.now();
		this.lastMessage = this.lastRead;
		this.openedAt = Heartbeats.openedAt(this.lastRead);
	}

	// --- any thread

	@Override
	public String id() {
		String known = this.id;
		if (known == null) {
			known = this.group.registry().id(this.group, this.slot, this.serial);
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
	public ConnectionActivity activity() {
		// Read without a lock: what is a little late is good enough to look at.
		return Heartbeats.activity(this.openedAt, this.lastMessage, this.lastRead, this.group.now());
	}

	@Override
	public List<String> extensions() {
		ExtensionChain chain = extensionChain();
		return (chain != null) ? chain.answers() : List.of();
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
		return Sender.queuedBytes(this);
	}

	@Override
	public SendResult sendText(CharSequence text) {
		return this.open ? Sender.sendText(this, text) : SendResult.CLOSED;
	}

	@Override
	public SendResult sendBinary(ByteBuffer data) {
		return this.open ? Sender.send(this, EncodedMessage.binary(data), null) : SendResult.CLOSED;
	}

	@Override
	public SendResult send(PreparedMessage message) {
		return this.open ? Sender.send(this, EncodedMessage.of(message), null) : SendResult.CLOSED;
	}

	@Override
	public SendResult send(Message message) {
		return this.open ? Sender.send(this, message) : SendResult.CLOSED;
	}

	@Override
	public CompletionStage<Void> sendAsync(Message message) {
		return Sender.sendAsync(this, message);
	}

	@Override
	public CompletionStage<Void> sendStream(MessageSource source) {
		return Sender.sendStream(this, source);
	}

	@Override
	public SendResult ping(ByteBuffer payload) {
		return Sender.ping(this, payload);
	}

	@Override
	public void close(CloseCode code, String reason) {
		if (!code.isSendable()) {
			throw new IllegalArgumentException("close code: " + code + " (expected: a code that may be sent)");
		}
		beginClosing(new CloseReason(code, reason, false));
	}

	/**
	 * Runs an action on the event loop, at once if this is it. Safe for any thread. An
	 * event loop that has ended runs nothing.
	 * @param action the action
	 */
	void execute(Runnable action) {
		// Once the server has stopped there is nothing left to change, only to give up.
		this.group.execute(action, () -> Sender.dropQueued(this));
	}

	// --- the event loop: opening and reading

	/**
	 * The handshake is done and the handler is in the pipeline: begins the life of this
	 * connection.
	 */
	void opened() {
		this.group.add(this);
		this.group.counters().connectionOpened();
		this.endpoint.listeners().opened(this);
		this.inbound.opened();
	}

	private void stopSending() {
		this.open = false;
		this.outbound.wakeBlocked();
	}

	// Part of its id, and so told before anybody can find this.
	void placed(int slot) {
		this.slot = slot;
	}

	ConnectionGroup group() {
		return this.group;
	}

	Endpoint endpoint() {
		return this.endpoint;
	}

	InboundQueue inbound() {
		return this.inbound;
	}

	Outbound outbound() {
		return this.outbound;
	}

	// How this connection ends, which begins when first asked for.
	private ClosingHandshake closing() {
		ClosingHandshake begun = this.closing;
		if (begun == null) {
			begun = new ClosingHandshake(transport(), this.outbound, this.endpoint);
			this.closing = begun;
		}
		return begun;
	}

	void readBegins() {
		this.group.readBegins(this.waitingForPong ? this.lastRead : 0);
		this.lastRead = this.group.clock();
		this.waitingForPong = false;
		this.outbound.beginRead();
	}

	void pingAnswered() {
		TimingListener timing = this.endpoint.listeners().timing();
		long asked = this.group.takePinged();
		if (asked != 0 && timing != null) {
			timing.answered(this, this.group.now() - asked);
		}
	}

	void readEnds() {
		this.inbound.readEnded();
		this.outbound.endRead();
	}

	// Not once it is closing, unless it lets its handler finish.
	boolean takesMessages() {
		return this.open || (this.drained && this.closing == null);
	}

	void peerCloses(CloseReason reason) {
		stopSending();
		if (this.outbound.isStreaming()) {
			// The peer wants no more of it, nor can anything come behind a part of it.
			Sender.dropQueued(this);
		}
		closing().received(reason);
	}

	boolean isDeaf() {
		return this.closing != null && this.closing.isDeaf();
	}

	InboundHandler reader() {
		// The context knows its handler, which need not be kept twice.
		return (InboundHandler) transport().handler();
	}

	void goOnReading() {
		if (!this.ended && !this.inbound.isFull()) {
			this.inbound.readOn();
		}
	}

	boolean readsOnAfterDelay(long now) {
		return this.ended || reader().endDelay(now);
	}

	// --- the event loop: writing

	void drainOutbound() {
		if (this.ended) {
			Sender.dropQueued(this);
			return;
		}
		this.outbound.drain();
		if (this.closing != null) {
			this.closing.progress();
		}
	}

	@Nullable ExtensionChain extensionChain() {
		return this.outbound.extensions();
	}

	// A fragment of a message went out, which may be all that does for a long time.
	void fragmentSent() {
		messagePasses();
		if (this.closing != null) {
			this.closing.postpone();
		}
	}

	// In either direction.
	void messagePasses() {
		this.lastMessage = this.group.clock();
	}

	boolean isMasking() {
		return this.endpoint.isClient();
	}

	ChannelHandlerContext transport() {
		return this.outbound.context();
	}

	// --- the event loop: failing and closing

	// Safe for any thread. What was sent before waits in the queue, which goes out first.
	void beginClosing(CloseReason ours) {
		if (this.open) {
			stopSending();
			execute(() -> {
				closing().begin(ours);
				if (!this.drained) {
					// Nothing more is handled, so that nothing needs to wait: the peer's
					// answer stands behind what was held.
					reader().resume();
				}
			});
		}
	}

	/**
	 * Gives up what waits, sends a Close at once and listens no more.
	 * @param reason why
	 */
	void fail(CloseReason reason) {
		stopSending();
		Sender.dropQueued(this);
		closing().fail(reason);
		reader().ignoreTheRest();
	}

	void handlerFailed(Throwable error) {
		HandlerFailures.handle(this, error);
	}

	// Through a fault of ours, what the peer sends cannot be followed any more.
	void readingFailed(Throwable cause) {
		closing().listenNoMore();
		transportFailed(cause);
	}

	void transportFailed(Throwable cause) {
		stopSending();
		transport().close();
		this.group.registry().transportFailed(this, cause);
	}

	/**
	 * Lets the handler finish what was read, and then closes.
	 * @param goodbye what the peer is told
	 */
	void drain(CloseReason goodbye) {
		if (!this.open || this.drained) {
			return;
		}
		this.drained = true;
		reader().beginDrain();
		this.inbound.whenIdle(() -> {
			beginClosing(goodbye);
			reader().endDrain();
		});
	}

	// Safe for any thread, for which it may be late.
	boolean isUndrained() {
		return this.open && !this.drained;
	}

	// Ends the transport, and gives up what was not decoded.
	void cut() {
		boolean gone = !transport().channel().isActive();
		stopSending();
		closing().abandon();
		reader().release();
		transport().close();
		if (gone) {
			ended();
		}
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
		reader().adaptRates();
		if (this.closing != null) {
			if (this.closing.isOverdue(now)) {
				cut();
			}
			return;
		}
		if (!this.drained && Heartbeats.isOld(this.endpoint.options().age(), this.openedAt, this.serial, now)) {
			this.endpoint.counters().admission().connectionExpired();
			drain(Heartbeats.TOO_OLD);
			return;
		}
		if (reader().isPaused() || this.drained) {
			// We stopped reading, so that silence proves nothing: the clock stands still.
			this.lastRead = now;
			this.lastMessage = now;
			return;
		}
		switch (Heartbeats.sweep(this.endpoint.options(), this.lastRead, this.lastMessage, this.waitingForPong, now)) {
			case NOTHING -> {
			}
			case PING -> {
				this.waitingForPong = true;
				this.lastRead = now;
				this.outbound.ping(Heartbeats.ping());
			}
			case CUT -> {
				this.group.registry().log().silentPeer(this);
				cut();
			}
			case CLOSE_IDLE -> beginClosing(new CloseReason(CloseCode.GOING_AWAY, "idle for too long", false));
		}
	}

	// What was read before the end of the transport is handled, as the rest of this life.
	void transportEnded() {
		stopSending();
		this.drained = true;
		this.outbound.release(id());
		Sender.dropQueued(this);
		this.inbound.whenIdle(this::ended);
	}

	void ended() {
		if (this.ended) {
			return;
		}
		stopSending();
		this.ended = true;
		reader().release();
		this.outbound.release(id());
		ExtensionChain chain = extensionChain();
		if (chain != null) {
			chain.close();
		}
		Sender.dropQueued(this);
		this.group.remove(this.slot);
		this.group.counters().connectionClosed();
		CloseReason reason = (this.closing != null) ? this.closing.reason() : ClosingHandshake.NONE;
		this.endpoint.counters().closed(reason.code().value());
		this.group.registry().closed(this);
		this.endpoint.listeners().closed(this, reason);
		this.inbound.closed(reason);
	}

	// The handler has been told of the end, and is done.
	void finished() {
		this.group.registry().finished(this);
	}

	@Override
	public String toString() {
		return "Connection[" + id() + " " + this.handshake.path() + " " + this.handshake.remoteAddress() + "]";
	}

}
