package io.aerosocket.internal.frame;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MaskKeys}.
 */
class MaskKeysTests {

	private static final int MORE_THAN_ONE_SUPPLY = 5000;

	@Test
	void everyFrameHasAKeyOfItsOwn() {
		// With 32 random bits some of these may meet by chance, but hardly ten of them.
		assertThat(keys()).hasSizeGreaterThan(MORE_THAN_ONE_SUPPLY - 10).doesNotContain(0);
	}

	@Test
	void threadsDoNotShareTheirKeys() {
		Set<Integer> ours = keys();
		Set<Integer> theirs = CompletableFuture.supplyAsync(MaskKeysTests::keys).join();
		ours.retainAll(theirs);
		assertThat(ours).hasSizeLessThan(10);
	}

	@Test
	void everyBitVaries() {
		int ones = 0;
		int zeros = 0;
		for (int key : keys()) {
			ones |= key;
			zeros |= ~key;
		}
		assertThat(ones).isEqualTo(-1);
		assertThat(zeros).isEqualTo(-1);
	}

	private static Set<Integer> keys() {
		Set<Integer> keys = new HashSet<>();
		for (int i = 0; i < MORE_THAN_ONE_SUPPLY; i++) {
			keys.add(MaskKeys.next());
		}
		return keys;
	}

}
