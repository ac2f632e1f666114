package io.aerosocket.benchmarks.soak;

import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SoakVerdict}.
 */
class SoakVerdictTests {

	private static final long MEGABYTE = 1024 * 1024;

	private static final Map<String, Long> EMPTY = Map.of("open", 0L, "queued", 0L);

	@Test
	void flatAndEmptyIsWell() {
		assertThat(SoakVerdict.judge(readings((i) -> 50 * MEGABYTE + i % 2), EMPTY, List.of(), List.of())).isEmpty();
	}

	@Test
	void warmUpDoesNotCount() {
		LongUnaryOperator warmingUp = (i) -> Math.min(i, 3) * 10 * MEGABYTE;
		assertThat(SoakVerdict.judge(readings(warmingUp), EMPTY, List.of(), List.of())).isEmpty();
	}

	@Test
	void growthIsWrong() {
		assertThat(SoakVerdict.judge(readings((i) -> 50 * MEGABYTE + i * MEGABYTE), EMPTY, List.of(), List.of()))
			.singleElement()
			.asString()
			.startsWith("heap: grew by 6,291,456 from a mean of ");
	}

	@Test
	void whoIsLeftAtTheEndIsWrong() {
		assertThat(SoakVerdict.judge(readings((i) -> 1), Map.of("open", 2L), List.of(), List.of()))
			.containsExactly("open: 2 when everybody had left (expected: 0)");
	}

	@Test
	void leaksAndFailuresAreWrong() {
		assertThat(SoakVerdict.judge(readings((i) -> 1), EMPTY, List.of("LEAK: a"), List.of("echo: b")))
			.containsExactly("LEAK: a", "echo: b");
	}

	@Test
	void tooFewReadingsProveNothing() {
		assertThat(SoakVerdict.judge(List.of(EMPTY, EMPTY), EMPTY, List.of(), List.of()))
			.containsExactly("readings: 2 after warm-up (expected: 3 or more)");
	}

	private static List<Map<String, Long>> readings(LongUnaryOperator heap) {
		return LongStream.range(0, 10).mapToObj((i) -> Map.of("heap", heap.applyAsLong(i))).toList();
	}

}
