package io.aerosocket.internal.connection;

import java.util.HashMap;
import java.util.Map;

import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

import io.aerosocket.PreparedMessage;
import io.aerosocket.SendResult;
import io.aerosocket.internal.extension.ExtensionChain;
import io.aerosocket.internal.message.ChangedFrame;
import io.aerosocket.internal.message.EncodedMessage;

/**
 * One message on its way to many connections of one event loop: encoded once, and changed
 * once for all whose extensions make the same of it.
 */
final class Fanout {

	private final PreparedMessage message;

	private @Nullable SharedFrame frame;

	private @Nullable Map<Object, Variant> variants;

	Fanout(PreparedMessage message) {
		this.message = message;
	}

	SendResult send(WebSocketConnection connection) {
		if (connection.isMasking()) {
			// Each frame of a client has a key of its own (RFC 6455 section 5.3).
			return connection.send(this.message);
		}
		ExtensionChain chain = connection.extensionChain();
		if (chain == null) {
			return Sender.sendShared(connection, plain(connection), this.message);
		}
		try {
			return sendExtended(connection, chain, chain.variant());
		}
		catch (RuntimeException ex) {
			// An extension failed. The others are to hear the message all the same.
			connection.transportFailed(ex);
			return SendResult.CLOSED;
		}
	}

	private SendResult sendExtended(WebSocketConnection connection, ExtensionChain chain, @Nullable Object key) {
		if (key == null) {
			// What it becomes depends on what this one was sent before.
			return connection.send(this.message);
		}
		if (this.variants == null) {
			this.variants = new HashMap<>(4);
		}
		Variant variant = this.variants.get(key);
		if (variant == null) {
			ByteBufAllocator allocator = connection.transport().alloc();
			variant = Variant.of(PreparedFrame.of(this.message, chain, key, allocator).toChangedFrame(allocator),
					connection.group().memory());
			this.variants.put(key, variant);
		}
		if (variant.frame() == null) {
			return Sender.sendShared(connection, plain(connection), this.message);
		}
		connection.group().counters().payloadChanged(this.message.size(), variant.payloadBytes());
		return Sender.sendShared(connection, variant.frame(), this.message);
	}

	private SharedFrame plain(WebSocketConnection connection) {
		SharedFrame shared = this.frame;
		if (shared == null) {
			shared = new SharedFrame(EncodedMessage.of(this.message).toBuffer(connection.transport().alloc(), false),
					connection.group().memory());
			this.frame = shared;
		}
		return shared;
	}

	void release() {
		if (this.frame != null) {
			this.frame.release();
		}
		if (this.variants != null) {
			this.variants.values().forEach(Variant::release);
		}
	}

	/**
	 * What extensions make of the message.
	 *
	 * @param frame the frame, or {@code null} if they leave it as it is
	 * @param payloadBytes the size of its payload
	 */
	private record Variant(@Nullable SharedFrame frame, int payloadBytes) {

		static Variant of(@Nullable ChangedFrame changed, QueuedMemory memory) {
			return (changed != null) ? new Variant(new SharedFrame(changed.frame(), memory), changed.payloadBytes())
					: new Variant(null, 0);
		}

		void release() {
			if (this.frame != null) {
				this.frame.release();
			}
		}

	}

}
