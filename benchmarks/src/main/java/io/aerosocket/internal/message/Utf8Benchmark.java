package io.aerosocket.internal.message;

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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of checking a text that is not only ASCII, 16 KiB of it.
 * <p>
 * Question answered: how far behind memory speed are the languages of the world?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Utf8Benchmark {

	private static final int BYTES = 16_384;

	/** What is in the text. */
	@Param({ "ascii", "french", "russian", "japanese", "emoji" })
	public String language = "ascii";

	private final ByteBuffer text = ByteBuffer.allocateDirect(BYTES);

	/**
	 * Fills the text.
	 */
	@Setup
	public void setUp() {
		String sentence = switch (this.language) {
			case "french" -> "na\u00EFve caf\u00E9 d\u00E9j\u00E0 vu ";
			case "russian" -> "\u0431\u044B\u0441\u0442\u0440\u043E ";
			case "japanese" -> "\u65E5\u672C\u8A9E\u306E\u6587";
			case "emoji" -> "\uD83D\uDE80\uD83C\uDF0D";
			default -> "the quick brown fox ";
		};
		byte[] piece = sentence.getBytes(StandardCharsets.UTF_8);
		this.text.clear();
		while (this.text.remaining() >= piece.length) {
			this.text.put(piece);
		}
		while (this.text.hasRemaining()) {
			this.text.put((byte) '.');
		}
	}

	/**
	 * Checks the text.
	 * @return the state at its end
	 */
	@Benchmark
	public int check() {
		return Utf8Validator.check(Utf8Validator.COMPLETE, this.text, 0, BYTES);
	}

}
