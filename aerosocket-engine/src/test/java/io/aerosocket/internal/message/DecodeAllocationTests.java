package io.aerosocket.internal.message;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.internal.frame.FrameDecoder;
import io.aerosocket.internal.frame.FrameEncoder;
import io.aerosocket.internal.frame.FrameMask;
import io.aerosocket.internal.frame.Opcode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a small message costs no garbage on its way from bytes to a checked message,
 * compiled or not.
 */
class DecodeAllocationTests {

	/** Turns letters into letters: a payload unmasked in place is a text each time. */
	private static final int KEY = 0x01020304;

	private static final int FRAMES = 100;

	private static final int WARM_UP_ROUNDS = 20;

	/**
	 * The least of several rounds counts: now and then the virtual machine allocates for
	 * itself in our name.
	 */
	private static final int ROUNDS = 20;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/** Without leak detection, which keeps books of every access. */
	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);

	private final Counter counter = new Counter();

	private final MessageAssembler assembler = new MessageAssembler(this.counter, ConnectionOptions.builder().build(),
			this.allocator, null);

	private final FrameDecoder decoder = new FrameDecoder(this.assembler, 1 << 16, 0, true);

	@AfterEach
	void release() {
		this.assembler.release();
	}

	@ParameterizedTest(name = "{0} bytes")
	@ValueSource(ints = { 0, 1, 32, 125, 126, 1000 })
	void smallMessagesCostNoGarbage(int payloadBytes) {
		ByteBuf wire = texts(payloadBytes);
		long leastBytes = Long.MAX_VALUE;
		for (int i = 0; i < WARM_UP_ROUNDS + ROUNDS; i++) {
			wire.readerIndex(0);
			long before = allocated();
			this.decoder.decode(wire);
			leastBytes = Math.min(leastBytes, allocated() - before);
		}
		wire.release();
		assertThat(this.counter.messages).isEqualTo((WARM_UP_ROUNDS + ROUNDS) * FRAMES);
		assertThat(leastBytes).as("bytes for %s messages", FRAMES).isZero();
	}

	private long allocated() {
		return this.threads.getThreadAllocatedBytes(Thread.currentThread().getId());
	}

	private ByteBuf texts(int payloadBytes) {
		int frameBytes = FrameEncoder.headerBytes(payloadBytes, true) + payloadBytes;
		ByteBuf wire = this.allocator.directBuffer(frameBytes * FRAMES, frameBytes * FRAMES);
		ByteBuffer bytes = wire.internalNioBuffer(0, wire.capacity());
		byte[] payload = new byte[payloadBytes];
		Arrays.fill(payload, (byte) 'h');
		for (int index = 0; index < wire.capacity(); index += frameBytes) {
			int at = FrameEncoder.writeHeader(bytes, index, Opcode.FIN | Opcode.TEXT, payloadBytes, KEY);
			bytes.put(at, payload);
			FrameMask.apply(bytes, at, payloadBytes, KEY);
		}
		return wire.writerIndex(wire.capacity());
	}

	/**
	 * Counts messages and keeps none.
	 */
	private static final class Counter implements MessageSink {

		private int messages;

		@Override
		public void message(boolean text, boolean framed, ByteBuf owner, ByteBuffer bytes, int index, int length) {
			this.messages++;
		}

		@Override
		public void ping(ByteBuffer bytes, int index, int length) {
			throw new AssertionError("Ping");
		}

		@Override
		public void pong(ByteBuffer bytes, int index, int length) {
			throw new AssertionError("Pong");
		}

		@Override
		public void close(CloseReason reason) {
			throw new AssertionError("Close");
		}

		@Override
		public boolean wantsMore() {
			return true;
		}

	}

}
