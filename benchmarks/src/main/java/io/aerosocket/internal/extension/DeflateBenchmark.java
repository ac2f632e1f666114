package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.aerosocket.extension.PayloadSink;

/**
 * Cost of compressing and of decompressing one message of JSON with permessage-deflate.
 * <p>
 * Questions answered: what does keeping the context cost and save, what does a smaller
 * window cost, and from which size on is a message worth it? Read it with
 * {@code -prof gc}: nothing may be allocated that grows with the message.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DeflateBenchmark {

	private static final int LEVEL = 1;

	private static final int MOST_RATIO = 1000;

	/** The size of each message. */
	@Param({ "1024", "16384" })
	public int messageBytes;

	/** Whether messages refer to the ones before. */
	@Param({ "false", "true" })
	public boolean contextTakeover;

	/** How far back they may refer. */
	@Param({ "15", "11" })
	public int windowBits;

	private final Collector compressed = new Collector();

	private final Collector inflated = new Collector();

	private DeflateSettings settings = new DeflateSettings(false, 15, false, 15, LEVEL, 0, MOST_RATIO);

	private MessageDeflater deflater = new MessageDeflater(this.settings);

	private ByteBuffer message = ByteBuffer.allocateDirect(0);

	private ByteBuffer deflated = ByteBuffer.allocateDirect(0);

	/**
	 * Makes the message and what it is compressed to.
	 */
	@Setup
	public void setUp() {
		StringBuilder json = new StringBuilder();
		for (int i = 0; json.length() < this.messageBytes; i++) {
			json.append("{\"id\":%d,\"symbol\":\"ABC%d\",\"bid\":101.%d,\"ask\":102.%d,\"venue\":\"X\"},".formatted(i,
					i % 7, i * 31 % 100, i * 17 % 100));
		}
		this.message = ByteBuffer.allocateDirect(this.messageBytes);
		this.message.put(json.toString().getBytes(StandardCharsets.US_ASCII), 0, this.messageBytes).flip();
		this.settings = new DeflateSettings(this.contextTakeover, this.windowBits, false, this.windowBits, LEVEL, 0,
				MOST_RATIO);
		this.deflater = new MessageDeflater(this.settings);
		MessageDeflater fresh = new MessageDeflater(
				new DeflateSettings(false, this.windowBits, false, this.windowBits, LEVEL, 0, MOST_RATIO));
		this.compressed.clear();
		fresh.deflate(this.message.duplicate(), this.compressed);
		this.deflated = this.compressed.copy();
	}

	/**
	 * Compresses the message.
	 * @return how many bytes it has then
	 */
	@Benchmark
	public int deflate() {
		this.compressed.clear();
		this.deflater.deflate(this.message.duplicate(), this.compressed);
		return this.compressed.size();
	}

	/**
	 * Decompresses the message, which refers to no other.
	 * @return how many bytes it has then
	 */
	@Benchmark
	public int inflate() {
		this.inflated.clear();
		MessageInflater inflater = new MessageInflater(this.settings);
		inflater.inflate(this.deflated.duplicate(), true, this.inflated);
		inflater.close();
		return this.inflated.size();
	}

	/**
	 * Lets the native memory go.
	 */
	@TearDown
	public void tearDown() {
		this.deflater.close();
	}

	/**
	 * Keeps what comes.
	 */
	private static final class Collector implements PayloadSink {

		private final ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 17);

		@Override
		public void accept(ByteBuffer piece) {
			this.bytes.put(piece);
		}

		void clear() {
			this.bytes.clear();
		}

		int size() {
			return this.bytes.position();
		}

		ByteBuffer copy() {
			ByteBuffer copy = ByteBuffer.allocateDirect(size());
			return copy.put(this.bytes.duplicate().flip()).flip();
		}

	}

}
