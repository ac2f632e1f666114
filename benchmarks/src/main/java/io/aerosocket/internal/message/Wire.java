package io.aerosocket.internal.message;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

import io.aerosocket.CloseReason;
import io.aerosocket.internal.frame.FrameEncoder;
import io.aerosocket.internal.frame.FrameMask;
import io.aerosocket.internal.frame.Opcode;

/**
 * Frames of a client as they arrive, and somebody who only counts what becomes of them.
 */
final class Wire {

	/**
	 * Turns letters into other letters, so that a payload that was unmasked where it lies
	 * may be unmasked again and is still a text.
	 */
	static final int KEY = 0x01020304;

	private static final byte LETTER = 'h';

	private Wire() {
	}

	/**
	 * Makes one masked text after the other.
	 * @param payloadBytes the size of each text
	 * @param count how many
	 * @return a pooled buffer, the caller's to release
	 */
	static ByteBuf texts(int payloadBytes, int count) {
		int frameBytes = FrameEncoder.headerBytes(payloadBytes, true) + payloadBytes;
		ByteBuf wire = PooledByteBufAllocator.DEFAULT.directBuffer(frameBytes * count, frameBytes * count);
		ByteBuffer bytes = wire.internalNioBuffer(0, wire.capacity());
		byte[] payload = new byte[payloadBytes];
		Arrays.fill(payload, LETTER);
		int index = bytes.position();
		for (int i = 0; i < count; i++) {
			int at = FrameEncoder.writeHeader(bytes, index, Opcode.FIN | Opcode.TEXT, payloadBytes, KEY);
			bytes.put(at, payload);
			FrameMask.apply(bytes, at, payloadBytes, KEY);
			index += frameBytes;
		}
		return wire.writerIndex(wire.capacity());
	}

	/**
	 * Counts the bytes of messages.
	 */
	static final class Counter implements MessageSink {

		private long bytes;

		long bytes() {
			return this.bytes;
		}

		@Override
		public void message(boolean text, boolean framed, ByteBuf owner, ByteBuffer bytes, int index, int length) {
			this.bytes += length;
		}

		@Override
		public void ping(ByteBuffer bytes, int index, int length) {
			this.bytes += length;
		}

		@Override
		public void pong(ByteBuffer bytes, int index, int length) {
			this.bytes += length;
		}

		@Override
		public void close(CloseReason reason) {
			throw new IllegalStateException("wire: Close (expected: texts)");
		}

		@Override
		public boolean wantsMore() {
			return true;
		}

	}

}
