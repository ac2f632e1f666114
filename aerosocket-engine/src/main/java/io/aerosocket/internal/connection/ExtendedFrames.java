package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

import io.aerosocket.PreparedMessage;
import io.aerosocket.internal.extension.ExtensionChain;
import io.aerosocket.internal.frame.Opcode;
import io.aerosocket.internal.message.ChangedFrame;
import io.aerosocket.internal.message.EncodedMessage;

/**
 * Has a connection's extensions change the messages that go out on it, in the order in
 * which they do. On the event loop only.
 */
final class ExtendedFrames {

	private ExtendedFrames() {
	}

	/**
	 * Has a message changed that goes out now.
	 * @param connection whom it goes to
	 * @param chain its extensions
	 * @param message the message
	 * @return the frame, the caller's to release, or {@code null} if they leave the
	 * message as it is
	 */
	static @Nullable ByteBuf change(WebSocketConnection connection, ExtensionChain chain, EncodedMessage message) {
		PreparedMessage prepared = message.prepared();
		return (prepared != null) ? change(connection, chain, prepared)
				: change(connection, chain, message.payload(), message.isText());
	}

	private static @Nullable ByteBuf change(WebSocketConnection connection, ExtensionChain chain,
			PreparedMessage message) {
		Object variant = chain.variant();
		if (variant == null || connection.isMasking()) {
			// It depends on what went out before, or is masked with a key of its own.
			return change(connection, chain, message.payload(), message.isText());
		}
		try {
			ByteBufAllocator allocator = connection.transport().alloc();
			ChangedFrame changed = PreparedFrame.of(message, chain, variant, allocator).toChangedFrame(allocator);
			return counted(connection, message.size(), changed);
		}
		catch (RuntimeException ex) {
			connection.transportFailed(ex);
			throw ex;
		}
	}

	/**
	 * Has a message changed that goes out now.
	 * @param connection whom it goes to
	 * @param chain its extensions
	 * @param payload the payload between position and limit
	 * @param text whether it is a text
	 * @return the frame, the caller's to release, or {@code null} if they leave the
	 * message as it is
	 */
	private static @Nullable ByteBuf change(WebSocketConnection connection, ExtensionChain chain, ByteBuffer payload,
			boolean text) {
		int length = payload.remaining();
		try {
			ChangedFrame changed = ChangedFrame.of(chain, payload, text, connection.isMasking(),
					connection.transport().alloc());
			return counted(connection, length, changed);
		}
		catch (RuntimeException ex) {
			// Half a message may be in a context: nothing can be sent after that.
			connection.transportFailed(ex);
			throw ex;
		}
	}

	private static @Nullable ByteBuf counted(WebSocketConnection connection, int length,
			@Nullable ChangedFrame changed) {
		if (changed == null) {
			return null;
		}
		connection.group().counters().payloadChanged(length, changed.payloadBytes());
		return changed.frame();
	}

	/**
	 * Makes a frame of one that waited as a server's, unmasked and unchanged: changed, or
	 * masked, or as it is.
	 * @param connection whom it goes to
	 * @param chain its extensions
	 * @param plain the frame that waited; released here
	 * @param payloadBytes the size of its payload
	 * @param prepared the message that it is, or {@code null} if it was not prepared
	 * @return the frame to write, the caller's to release
	 */
	static ByteBuf finish(WebSocketConnection connection, ExtensionChain chain, ByteBuf plain, int payloadBytes,
			@Nullable PreparedMessage prepared) {
		int start = plain.getUnsignedByte(plain.readerIndex());
		int headerBytes = plain.readableBytes() - payloadBytes;
		ByteBuffer payload = plain.nioBuffer(plain.readerIndex() + headerBytes, payloadBytes);
		boolean text = Opcode.of(start) == Opcode.TEXT;
		try {
			ByteBuf frame = (prepared != null) ? change(connection, chain, prepared)
					: change(connection, chain, payload, text);
			if (frame == null) {
				frame = connection.isMasking()
						? EncodedMessage.of(text, payload).toBuffer(connection.transport().alloc(), true)
						: plain.retain();
			}
			return frame;
		}
		finally {
			plain.release();
		}
	}

}
