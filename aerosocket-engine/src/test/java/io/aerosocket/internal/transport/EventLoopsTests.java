package io.aerosocket.internal.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.aerosocket.Transport;
import io.aerosocket.UnavailableTransportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EventLoops}: which transport is chosen, and what is said of it.
 */
class EventLoopsTests {

	private final FakePlatform platform = new FakePlatform();

	private final List<EventLoops> started = new ArrayList<>();

	@AfterEach
	void stop() throws Exception {
		for (EventLoops loops : this.started) {
			assertThat(loops.group().shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void autoTakesTheFirstThatIsPresent() {
		this.platform.missing(Transport.EPOLL, "no epoll").missing(Transport.IO_URING, "no io_uring");
		assertThat(EventLoops.choose(Transport.AUTO, this.platform)).isEqualTo(Transport.KQUEUE);
		EventLoops loops = start(Transport.AUTO);
		assertThat(loops.transport()).isEqualTo(Transport.KQUEUE);
		assertThat(loops.reason()).startsWith("the best that is present: ").contains("no epoll");
	}

	@Test
	void autoEndsWithTheOneThatIsEverywhere() {
		for (Transport transport : List.of(Transport.IO_URING, Transport.EPOLL, Transport.KQUEUE)) {
			this.platform.missing(transport, "no " + transport);
		}
		assertThat(EventLoops.choose(Transport.AUTO, this.platform)).isEqualTo(Transport.NIO);
		assertThat(start(Transport.AUTO).reason()).contains("no EPOLL; ").contains("no KQUEUE");
	}

	@Test
	void autoGoesOnWhenTheKernelRefuses() {
		this.platform.refusing(Transport.EPOLL, "Operation not permitted")
			.missing(Transport.KQUEUE, "no kqueue")
			.refusing(Transport.IO_URING, "Cannot allocate memory");
		EventLoops loops = start(Transport.AUTO);
		assertThat(loops.transport()).isEqualTo(Transport.NIO);
		assertThat(loops.reason()).contains("epoll is refused here: Operation not permitted");
	}

	@Test
	void whatIsAskedForIsTaken() {
		EventLoops loops = start(Transport.NIO);
		assertThat(loops.transport()).isEqualTo(Transport.NIO);
		assertThat(loops.reason()).isEqualTo("as asked for");
		assertThat(this.platform.opened()).containsExactly(Transport.NIO);
	}

	@Test
	void whatIsAskedForIsNotReplaced() {
		this.platform.missing(Transport.IO_URING, "io_uring needs Linux");
		assertThatExceptionOfType(UnavailableTransportException.class)
			.isThrownBy(() -> EventLoops.choose(Transport.IO_URING, this.platform))
			.withMessage("transport: IO_URING (expected: AUTO or one that is present; io_uring needs Linux)")
			.satisfies((ex) -> assertThat(ex.transport()).isEqualTo(Transport.IO_URING));
		assertThatExceptionOfType(UnavailableTransportException.class).isThrownBy(() -> start(Transport.IO_URING))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo("io_uring needs Linux"));
		assertThat(this.platform.opened()).isEmpty();
	}

	@Test
	void aRefusalOfWhatIsAskedForIsTold() {
		this.platform.refusing(Transport.IO_URING, "Cannot allocate memory");
		assertThatExceptionOfType(UnavailableTransportException.class).isThrownBy(() -> start(Transport.IO_URING))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo("io_uring is refused here: Cannot allocate memory"));
	}

	@Test
	void startsAsManyLoopsAsAskedFor() {
		EventLoops three = EventLoops.start(Transport.NIO, 3);
		this.started.add(three);
		EventLoops byCores = EventLoops.start(Transport.AUTO, 0);
		this.started.add(byCores);
		assertThat(three.loops()).hasSize(3).doesNotHaveDuplicates();
		assertThat(three.transport()).isEqualTo(Transport.NIO);
		assertThat(byCores.loops()).hasSize(Runtime.getRuntime().availableProcessors());
		assertThat(byCores.transport()).isEqualTo(EventLoops.choose(Transport.AUTO));
	}

	@Test
	void anotherSystemIsNamed() {
		String other = NettyPlatform.system().equals("osx") ? "linux" : "osx";
		assertThat(NettyPlatform.missing(other, "x", null)).startsWith("x needs ");
	}

	@Test
	void aMissingLibraryIsNamedWithItsClassifier() {
		Throwable cause = new ExceptionInInitializerError(new UnsatisfiedLinkError("no such library"));
		assertThat(NettyPlatform.missing(NettyPlatform.system(), "epoll", cause))
			.isEqualTo("epoll needs io.netty:netty-transport-native-epoll with the classifier " + NettyPlatform.system()
					+ "-" + NettyPlatform.architecture() + " on the class path");
	}

	@Test
	void aRefusalOfTheKernelIsPassedOn() {
		Throwable cause = new RuntimeException("failed", new IllegalStateException("Operation not permitted"));
		assertThat(NettyPlatform.missing(NettyPlatform.system(), "io_uring", cause))
			.isEqualTo("io_uring is refused here: Operation not permitted");
		assertThat(NettyPlatform.missing(NettyPlatform.system(), "io_uring", null)).contains("unknown");
	}

	private EventLoops start(Transport asked) {
		EventLoops loops = EventLoops.start(asked, 1, false, this.platform);
		this.started.add(loops);
		return loops;
	}

}
