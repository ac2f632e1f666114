package io.aerosocket.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.CloseReason;
import io.aerosocket.Transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ServerChannels}: channels that somebody brings, and a clock that only
 * this test turns. Times are those of production, and nobody waits for them.
 */
class ServerChannelsTests {

	private static final int PING = 0x9;

	private static final int CLOSE = 0x8;

	private final HandTurned channels = new HandTurned();

	private final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	final TestServer server = TestServer.with(
			(builder) -> builder
				.options((options) -> options.channels(this.channels)
					.handshakeTimeout(Duration.ofMinutes(1))
					.connection((connection) -> connection.pingInterval(Duration.ofMinutes(5))
						.pongTimeout(Duration.ofMinutes(2))
						.idleTimeout(Duration.ofMinutes(12))
						.closeTimeout(Duration.ofMinutes(1))))
				.route("/", this.handler));

	@Test
	void theServerSaysThatItsChannelsAreNotItsOwn() {
		assertThat(this.server.server().transport()).isEqualTo(Transport.CUSTOM);
		assertThat(this.server.server().port()).isPositive();
	}

	@Test
	void aSilentPeerIsPingedAndCutByTheClockOfTheEventLoops() {
		try (RawPeer peer = this.server.open("/")) {
			this.handler.awaitOpen();
			this.channels.advance(Duration.ofMinutes(5));
			assertThat(peer.readFrame().opcode()).isEqualTo(PING);
			this.channels.advance(Duration.ofMinutes(2));
			peer.readUntilEnd();
			assertThat(this.handler.awaitClose().code().value()).isEqualTo(1006);
		}
	}

	@Test
	void anIdlePeerAndItsAnswerHaveTheClockOfTheEventLoops() {
		try (RawPeer peer = this.server.open("/")) {
			this.handler.awaitOpen();
			this.channels.advance(Duration.ofMinutes(12));
			RawFrame frame = peer.readFrame();
			assertThat(frame.opcode()).isEqualTo(CLOSE);
			this.channels.advance(Duration.ofMinutes(1));
			peer.readUntilEnd();
			CloseReason reason = this.handler.awaitClose();
			assertThat(reason.code().value()).isEqualTo(1006);
		}
	}

	@Test
	void aHandshakeEndsByTheClockOfTheEventLoops() {
		try (RawPeer peer = this.server.connect()) {
			peer.write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
			await().until(() -> this.server.snapshot().handshaking() == 1);
			this.channels.advance(Duration.ofMinutes(1));
			assertThat(peer.readResponse().status()).isEqualTo(408);
		}
	}

	@Test
	void theListenerIsOne() {
		assertThatIllegalArgumentException()
			.isThrownBy(AeroServer.builder().options((options) -> options.channels(this.channels).acceptors(2))::build)
			.withMessageContaining("acceptors: 2 (expected: 1, because CUSTOM cannot share a port)");
	}

	@Test
	void nobodyCanAskForThemByName() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(AeroServer.builder().options((options) -> options.transport(Transport.CUSTOM))::build)
			.withMessageContaining("ServerOptions.channels()");
	}

	/**
	 * NIO's channels on event loops whose clock stands still.
	 */
	private static final class HandTurned implements ServerChannels {

		private final MockTicker ticker = Ticker.newMockTicker();

		private EventLoopGroup loops;

		@Override
		public EventLoopGroup openEventLoops() {
			this.loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()) {

				@Override
				protected IoEventLoop newChild(Executor executor, IoHandlerFactory factory, Object... arguments) {
					return new SingleThreadIoEventLoop(this, executor, factory) {

						@Override
						public Ticker ticker() {
							return HandTurned.this.ticker;
						}

					};
				}

			};
			return this.loops;
		}

		@Override
		public ServerChannel newListener() {
			return new NioServerSocketChannel();
		}

		void advance(Duration time) {
			this.ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
			// The event loop sleeps by the system's clock and is to look at this one.
			this.loops.submit(() -> {
			}).syncUninterruptibly();
		}

	}

}
