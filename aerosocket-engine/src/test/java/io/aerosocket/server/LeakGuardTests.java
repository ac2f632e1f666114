package io.aerosocket.server;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeakGuard}: that it sees what it is there for.
 */
class LeakGuardTests {

	@Test
	void findsABufferThatNobodyReleased() {
		leakOneBuffer();
		List<String> found = LeakGuard.collect();
		assertThat(found).singleElement().asString().contains("ByteBuf", "leakOneBuffer");
	}

	@Test
	void findsNothingWhenEverythingWasReleased() {
		ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(64).writeLong(1);
		buffer.release();
		assertThat(LeakGuard.collect()).isEmpty();
	}

	private static void leakOneBuffer() {
		ByteBufAllocator.DEFAULT.directBuffer(64).writeLong(1);
	}

}
