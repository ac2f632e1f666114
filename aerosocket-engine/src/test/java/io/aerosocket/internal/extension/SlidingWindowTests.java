package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlidingWindowTests {

	@RepeatedTest(20)
	void windowHoldsTheLastBytes(RepetitionInfo repetition) {
		SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
		int capacity = 1 << random.nextInt(8, 16);
		SlidingWindow window = new SlidingWindow(capacity);
		byte[] all = {};
		for (int i = 0; i < 50; i++) {
			byte[] more = Deflated.noise(random.nextInt(random.nextInt(1, 2 * capacity)), i);
			window.append(ByteBuffer.wrap(more));
			int before = all.length;
			all = Arrays.copyOf(all, before + more.length);
			System.arraycopy(more, 0, all, before, more.length);
			all = Arrays.copyOfRange(all, Math.max(0, all.length - capacity), all.length);
			assertThat(window.toArray()).isEqualTo(all);
			assertThat(window.size()).isEqualTo(all.length);
		}
		window.release();
		assertThat(window.toArray()).isEmpty();
	}

	@Test
	void appendingMovesNothing() {
		ByteBuffer bytes = ByteBuffer.wrap(new byte[10]).position(3);
		new SlidingWindow(256).append(bytes);
		assertThat(bytes.position()).isEqualTo(3);
	}

}
