package io.aerosocket.internal.frame;

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

/**
 * Cost of unmasking, with the test for ASCII in the same pass: where the payload lies,
 * and into another buffer.
 * <p>
 * Question answered: from which size on is the one pass into another buffer cheaper than
 * two, and is either still bound by the memory?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FrameMaskBenchmark {

	private static final int KEY = 0x01020304;

	/** The size of the payload. */
	@Param({ "7", "32", "125", "1024", "16384", "262144" })
	public int payloadBytes;

	private ByteBuffer payload = ByteBuffer.allocateDirect(0);

	private ByteBuffer target = ByteBuffer.allocateDirect(0);

	/**
	 * Makes the payload.
	 */
	@Setup
	public void setUp() {
		this.payload = ByteBuffer.allocateDirect(this.payloadBytes);
		this.target = ByteBuffer.allocateDirect(this.payloadBytes);
	}

	/**
	 * Unmasks where the payload lies.
	 * @return whether it is ASCII
	 */
	@Benchmark
	public boolean inPlace() {
		return FrameMask.apply(this.payload, 0, this.payloadBytes, KEY);
	}

	/**
	 * Unmasks into another buffer.
	 * @return whether it is ASCII
	 */
	@Benchmark
	public boolean copy() {
		return FrameMask.copy(this.payload, 0, this.payloadBytes, KEY, this.target, 0);
	}

	/**
	 * Unmasks where the payload lies and copies it after that.
	 * @return the copy
	 */
	@Benchmark
	public ByteBuffer inPlaceThenCopy() {
		FrameMask.apply(this.payload, 0, this.payloadBytes, KEY);
		return this.target.put(0, this.payload, 0, this.payloadBytes);
	}

}
