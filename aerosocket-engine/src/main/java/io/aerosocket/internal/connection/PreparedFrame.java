package io.aerosocket.internal.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

import io.aerosocket.PreparedMessage;
import io.aerosocket.internal.extension.ExtensionChain;
import io.aerosocket.internal.message.ChangedFrame;

/**
 * What extensions make of a message for all connections to which they make the same of
 * it: made once, and kept with the message. On event loops only, as extensions are.
 *
 * @param bytes the frame of a server, or {@code null} if they leave the message as it is
 * @param payloadBytes the size of its payload
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PreparedFrame(byte @Nullable [] bytes, int payloadBytes) {

	private static final PreparedFrame UNCHANGED = new PreparedFrame(null, 0);

	/**
	 * Returns what becomes of a message.
	 * @param message the message
	 * @param chain the extensions of a connection
	 * @param variant what they have in common with others
	 * @param allocator for what is made on the way
	 * @return the frame
	 */
	static PreparedFrame of(PreparedMessage message, ExtensionChain chain, Object variant, ByteBufAllocator allocator) {
		return (PreparedFrame) message.form(variant, () -> make(message, chain, allocator));
	}

	/**
	 * Returns the frame for the network.
	 * @param allocator for the buffer
	 * @return the frame, the caller's to release, or {@code null} if the message goes as
	 * it is
	 */
	@Nullable ChangedFrame toChangedFrame(ByteBufAllocator allocator) {
		byte[] frame = this.bytes;
		return (frame != null) ? new ChangedFrame(allocator.directBuffer(frame.length, frame.length).writeBytes(frame),
				this.payloadBytes) : null;
	}

	private static PreparedFrame make(PreparedMessage message, ExtensionChain chain, ByteBufAllocator allocator) {
		ChangedFrame changed = ChangedFrame.of(chain, message.payload(), message.isText(), false, allocator);
		if (changed == null) {
			return UNCHANGED;
		}
		ByteBuf frame = changed.frame();
		try {
			byte[] bytes = new byte[frame.readableBytes()];
			frame.readBytes(bytes);
			return new PreparedFrame(bytes, changed.payloadBytes());
		}
		finally {
			frame.release();
		}
	}

}
