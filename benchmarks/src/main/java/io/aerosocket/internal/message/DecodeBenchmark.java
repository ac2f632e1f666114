package io.aerosocket.internal.message;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.aerosocket.ConnectionOptions;
import io.aerosocket.internal.frame.FrameDecoder;

/**
 * Cost of a masked ASCII text on its way in, from bytes to a checked message, when 64 of
 * them arrive together.
 * <p>
 * Questions answered: what does a message cost before its first byte is looked at, and
 * what a byte? Read it with {@code -prof gc}: up to 1 KiB nothing may be allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecodeBenchmark {

	private static final int FRAMES = 64;

	/** The size of each text. */
	@Param({ "0", "32", "125", "1024", "16384" })
	public int payloadBytes;

	private final Wire.Counter counter = new Wire.Counter();

	private final MessageAssembler assembler = new MessageAssembler(this.counter, ConnectionOptions.builder().build(),
			PooledByteBufAllocator.DEFAULT, null);

	private final FrameDecoder decoder = new FrameDecoder(this.assembler, 1 << 20, 0, true);

	private ByteBuf wire = PooledByteBufAllocator.DEFAULT.directBuffer(0);

	/**
	 * Makes the frames.
	 */
	@Setup
	public void setUp() {
		this.wire.release();
		this.wire = Wire.texts(this.payloadBytes, FRAMES);
	}

	/**
	 * Decodes all frames.
	 * @return what came out
	 */
	@Benchmark
	@OperationsPerInvocation(FRAMES)
	public long decode() {
		this.wire.readerIndex(0);
		this.decoder.decode(this.wire);
		return this.counter.bytes();
	}

	/**
	 * Releases the frames.
	 */
	@TearDown
	public void tearDown() {
		this.assembler.release();
		this.wire.release();
	}

}
