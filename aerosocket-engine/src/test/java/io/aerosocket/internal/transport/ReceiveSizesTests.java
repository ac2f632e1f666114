package io.aerosocket.internal.transport;

import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import org.junit.jupiter.api.Test;

import io.aerosocket.Transport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReceiveSizes}.
 */
class ReceiveSizesTests {

	@Test
	@SuppressWarnings("deprecation") // Netty's type has no successor
	void socketsOfAnEventLoopShareAGuess() throws Exception {
		ReceiveSizes sizes = new ReceiveSizes();
		EventLoops loops = EventLoops.start(Transport.NIO, 2);
		try {
			EventLoop one = loops.loops().get(0);
			EventLoop other = loops.loops().get(1);
			Object first = one.submit(sizes::newHandle).get();
			assertThat(one.submit(sizes::newHandle).get()).isSameAs(first);
			assertThat(other.submit(sizes::newHandle).get()).isNotSameAs(first);
		}
		finally {
			loops.group().shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
		}
	}

}
