package io.aerosocket.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Message;
import io.aerosocket.Transport;
import io.aerosocket.TransportException;
import io.aerosocket.UnavailableTransportException;
import io.aerosocket.internal.transport.EventLoops;
import io.aerosocket.server.AeroServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A client on the event loops of a server, as in a gateway, which passes what its peers
 * say on to another server and back.
 */
@ParameterizedClass
@EnumSource(names = { "NIO", "EPOLL", "IO_URING" })
class ServerLoopsTests {

	private static final int LOOPS = 4;

	private static final EchoServer backend = EchoServer.start();

	@RegisterExtension
	final TestClient peers = TestClient.create();

	@Parameter
	private Transport transport;

	private Gateway gateway;

	private AeroServer server;

	private AeroClient client;

	@BeforeEach
	void start() {
		try {
			EventLoops.choose(this.transport);
		}
		catch (UnavailableTransportException ex) {
			Assumptions.abort(ex.reason());
		}
		this.gateway = new Gateway();
		this.server = AeroServer.builder()
			.options((options) -> options.port(0)
				.transport(this.transport)
				.eventLoops(LOOPS)
				.gracePeriod(Duration.ofSeconds(2))
				.drainWindow(Duration.ZERO))
			.route("/gateway", this.gateway)
			.build()
			.start();
		this.client = AeroClient.builder()
			.options((options) -> options.eventLoopGroup(this.server.eventLoops()).gracePeriod(Duration.ofSeconds(2)))
			.build();
		this.gateway.client = this.client;
	}

	@AfterEach
	void stopGateway() {
		if (this.server != null) {
			this.client.close();
			this.server.close();
		}
	}

	@AfterAll
	static void stop() {
		backend.close();
	}

	@Test
	void whatAHandlerConnectsToLivesOnItsEventLoop() {
		for (int i = 0; i < 2 * LOOPS; i++) {
			Recorder handler = new Recorder();
			Connection connection = connect(handler);
			connection.sendText("to and fro " + i);
			assertThat(handler.nextText()).isEqualTo("to and fro " + i);
		}
		assertThat(this.gateway.threads.values()).hasSize(2 * LOOPS)
			.allSatisfy((threads) -> assertThat(threads).as("thread of each end, and of what it passed on")
				.hasSize(4)
				.containsOnly(threads.get(0)));
		assertThat(this.gateway.threads.values().stream().map((threads) -> threads.get(0)).distinct()).hasSize(LOOPS);
	}

	@Test
	void connectionsOpenedElsewhereTakeTurns() {
		Recorder handler = new Recorder();
		for (int i = 0; i < LOOPS; i++) {
			TestClient.await(this.client.connect(backend.uri("/echo"), handler));
		}
		assertThat(this.client.connections().count()).isEqualTo(LOOPS);
		this.client.connections().all().forEach(Connection::close);
	}

	@Test
	void toCloseTheClientLeavesTheServerRunning() {
		Recorder handler = new Recorder();
		connect(handler).sendText("one");
		assertThat(handler.nextText()).isEqualTo("one");
		this.client.close();
		assertThat(handler.nextClose().code()).as("passed on").isEqualTo(CloseCode.GOING_AWAY);
		assertThat(this.server.state()).isEqualTo(AeroServer.State.RUNNING);
		assertThat(this.server.eventLoops().isShuttingDown()).isFalse();
		this.gateway.client = AeroClient.builder()
			.options((options) -> options.eventLoopGroup(this.server.eventLoops()))
			.build();
		Recorder again = new Recorder();
		connect(again).sendText("two");
		assertThat(again.nextText()).isEqualTo("two");
		this.gateway.client.close();
	}

	@Test
	void aServerThatStopsCutsWhatIsOnItsEventLoops() {
		Recorder handler = new Recorder();
		TestClient.await(this.client.connect(backend.uri("/echo"), handler));
		handler.assertOpen();
		this.server.close();
		assertThat(handler.nextClose().code()).isEqualTo(CloseCode.ABNORMAL);
		this.client.close();
		assertThat(this.client.connections().count()).isZero();
	}

	@Test
	void aClientThatWasClosedIsNotAskedToLeave() {
		TestClient.await(this.client.connect(backend.uri("/echo"), new Recorder()));
		this.client.close();
		this.server.close();
		assertThat(this.server.state()).isEqualTo(AeroServer.State.STOPPED);
	}

	@Test
	void aServerThatHasStoppedLetsNobodyConnect() {
		this.server.close();
		TransportException ex = TestClient.awaitFailure(this.client.connect(backend.uri("/echo"), new Recorder()),
				TransportException.class);
		assertThat(ex).hasMessageStartingWith("The event loops of the client ended, as those of a server do");
		assertThatIllegalStateException().isThrownBy(this.server::eventLoops)
			.withMessage("The server has no event loops: it is STOPPED");
	}

	@Test
	void attemptsThatAreUnderWayFailWhenTheServerStops() throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		try (RawServer silent = RawServer.start((peer) -> {
			peer.readRequest();
			asked.countDown();
			peer.awaitEnd();
		})) {
			CompletableFuture<Connection> connecting = this.client.connect(silent.uri("/"), new Recorder());
			asked.await();
			this.server.close();
			assertThat(TestClient.awaitFailure(connecting, TransportException.class))
				.hasMessageStartingWith("The event loops of the client ended");
		}
	}

	@Test
	void attemptsThatWaitForAnAddressFailWhenTheServerStops() throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch over = new CountDownLatch(1);
		Names names = Names.of("slow.test", "127.0.0.1").after(() -> {
			asked.countDown();
			awaitQuietly(over);
		});
		try (AeroClient patient = AeroClient.builder()
			.options((options) -> options.eventLoopGroup(this.server.eventLoops()).resolver(names))
			.build()) {
			CompletableFuture<Connection> connecting = patient.connect(URI.create("ws://slow.test/"), new Recorder());
			asked.await();
			this.server.close();
			TransportException ex = TestClient.awaitFailure(connecting, TransportException.class);
			assertThat(ex).hasMessageStartingWith("The event loops of the client ended");
			over.countDown();
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void aServerHasNoEventLoopsBeforeItsStart() {
		AeroServer fresh = AeroServer.builder().route("/", EchoServer.ECHO).build();
		assertThatIllegalStateException().isThrownBy(fresh::eventLoops)
			.withMessage("The server has no event loops: it is NEW");
	}

	private Connection connect(Recorder handler) {
		Connection connection = TestClient.await(
				this.peers.client().connect(URI.create("ws://127.0.0.1:" + this.server.port() + "/gateway"), handler));
		handler.assertOpen();
		return connection;
	}

	/**
	 * Opens a connection to the backend for each of its own.
	 */
	private static final class Gateway implements ConnectionHandler {

		private final Map<Connection, List<Thread>> threads = new ConcurrentHashMap<>();

		private final Map<Connection, Connection> others = new ConcurrentHashMap<>();

		private volatile AeroClient client;

		@Override
		public CompletionStage<?> onOpen(Connection near) {
			note(near);
			return this.client.connect(backend.uri("/echo"), new ConnectionHandler() {

				@Override
				public @Nullable CompletionStage<?> onOpen(Connection far) {
					note(near);
					return null;
				}

				@Override
				public @Nullable CompletionStage<?> onMessage(Connection far, Message message) {
					note(near);
					near.send(message);
					return null;
				}

				@Override
				public @Nullable CompletionStage<?> onClose(Connection far, CloseReason reason) {
					near.close(CloseCode.GOING_AWAY, "");
					return null;
				}

			}).thenAccept((far) -> this.others.put(near, far));
		}

		@Override
		public @Nullable CompletionStage<?> onMessage(Connection near, Message message) {
			note(near);
			this.others.get(near).send(message);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(Connection near, CloseReason reason) {
			Connection far = this.others.remove(near);
			if (far != null) {
				far.close();
			}
			return null;
		}

		private void note(Connection near) {
			this.threads.computeIfAbsent(near, (any) -> new ArrayList<>()).add(Thread.currentThread());
		}

	}

}
