package io.aerosocket.internal.message;

import java.nio.ByteBuffer;
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
import org.openjdk.jmh.annotations.Warmup;

import io.aerosocket.PreparedMessage;

/**
 * Cost of a message on its way out, into a buffer that is there already: as a server
 * sends it, as a client masks it, and from a string.
 * <p>
 * Question answered: what do masking and the string's encoding add to a copy?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EncodeBenchmark {

	private static final int LONGEST_HEADER = 14;

	/** The size of each text. */
	@Param({ "32", "1024", "16384" })
	public int payloadBytes;

	private String text = "";

	private PreparedMessage prepared = PreparedMessage.text("");

	private ByteBuffer out = ByteBuffer.allocateDirect(LONGEST_HEADER);

	/**
	 * Makes the message.
	 */
	@Setup
	public void setUp() {
		this.text = "h".repeat(this.payloadBytes);
		this.prepared = PreparedMessage.text(this.text);
		this.out = ByteBuffer.allocateDirect(LONGEST_HEADER + this.payloadBytes);
	}

	/**
	 * Writes a server's frame of a message that was prepared.
	 * @return the frame
	 */
	@Benchmark
	public ByteBuffer server() {
		EncodedMessage.of(this.prepared).writeTo(this.out, 0, 0);
		return this.out;
	}

	/**
	 * Writes a client's frame of a message that was prepared.
	 * @return the frame
	 */
	@Benchmark
	public ByteBuffer client() {
		EncodedMessage.of(this.prepared).writeTo(this.out, 0, Wire.KEY);
		return this.out;
	}

	/**
	 * Writes a server's frame of a string.
	 * @return the frame
	 */
	@Benchmark
	public ByteBuffer string() {
		EncodedMessage.text(this.text).writeTo(this.out, 0, 0);
		return this.out;
	}

}
