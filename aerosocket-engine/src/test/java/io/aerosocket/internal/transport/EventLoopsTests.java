package io.aerosocket.internal.transport;

import java.util.concurrent.TimeUnit;

import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import io.aerosocket.Transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EventLoops}.
 */
class EventLoopsTests {

	@Test
	void autoChoosesTheBestThatIsPresent() {
		assertThat(EventLoops.choose(Transport.AUTO)).isEqualTo(Epoll.isAvailable() ? Transport.EPOLL : Transport.NIO);
		assertThat(EventLoops.choose(Transport.NIO)).isEqualTo(Transport.NIO);
	}

	@Test
	void epollIsRefusedWhereThereIsNone() {
		Assumptions.assumeFalse(Epoll.isAvailable(), "epoll is present");
		assertThatIllegalArgumentException().isThrownBy(() -> EventLoops.choose(Transport.EPOLL))
			.withMessageContaining("netty-transport-native-epoll");
	}

	@Test
	void startsAsManyLoopsAsAskedFor() throws Exception {
		EventLoops three = EventLoops.start(Transport.NIO, 3);
		EventLoops byCores = EventLoops.start(Transport.AUTO, 0);
		assertThat(three.loops()).hasSize(3).doesNotHaveDuplicates();
		assertThat(three.transport()).isEqualTo(Transport.NIO);
		assertThat(byCores.loops()).hasSize(Runtime.getRuntime().availableProcessors());
		assertThat(byCores.transport()).isNotEqualTo(Transport.AUTO);
		assertThat(three.group().shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(byCores.group().shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS)).isTrue();
	}

}
