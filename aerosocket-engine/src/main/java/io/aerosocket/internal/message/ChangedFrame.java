package io.aerosocket.internal.message;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

import io.aerosocket.internal.extension.ChangedPayload;
import io.aerosocket.internal.extension.ExtensionChain;
import io.aerosocket.internal.frame.FrameEncoder;
import io.aerosocket.internal.frame.FrameMask;
import io.aerosocket.internal.frame.MaskKeys;
import io.aerosocket.internal.frame.Opcode;

/**
 * A data message as extensions changed it, ready to be written.
 *
 * @param frame the frame, owned by whoever has this
 * @param payloadBytes the size of its payload
 */
public record ChangedFrame(ByteBuf frame, int payloadBytes) {

	private static final int HEADROOM = FrameEncoder.LONGEST_UNMASKED_HEADER + Integer.BYTES;

	/**
	 * Has extensions change a message.
	 * @param extensions the extensions of the connection that it goes out on, now
	 * @param payload the payload between position and limit, lent for the call only
	 * @param text whether it is a text
	 * @param masked whether to mask the frame, as a client has to
	 * @param allocator for the frame
	 * @return the frame, or {@code null} if they leave the message as it is
	 */
	public static @Nullable ChangedFrame of(ExtensionChain extensions, ByteBuffer payload, boolean text, boolean masked,
			ByteBufAllocator allocator) {
		ChangedPayload changed = new ChangedPayload(allocator, HEADROOM, payload.remaining());
		try {
			int rsv = extensions.outbound(payload, text, changed);
			if (rsv == 0) {
				return null;
			}
			int length = changed.size();
			ByteBuf frame = changed.take();
			int start = Opcode.FIN | rsv | (text ? Opcode.TEXT : Opcode.BINARY);
			return new ChangedFrame(addHeader(frame, start, length, masked ? MaskKeys.next() : 0), length);
		}
		finally {
			changed.release();
		}
	}

	private static ByteBuf addHeader(ByteBuf frame, int start, int length, int key) {
		int index = HEADROOM - FrameEncoder.headerBytes(length, key != 0);
		ByteBuffer bytes = frame.internalNioBuffer(0, HEADROOM + length);
		int base = bytes.position();
		int payload = FrameEncoder.writeHeader(bytes, base + index, start, length, key);
		if (key != 0) {
			FrameMask.apply(bytes, payload, length, key);
		}
		return frame.readerIndex(index);
	}

}
