package io.aerosocket.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.aerosocket.Connection;
import io.aerosocket.TransportException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names that have several addresses, of which some do not answer.
 */
class SeveralAddressesTests {

	private static final Duration NEVER = Duration.ofHours(1);

	private static final Duration SOON = Duration.ofMillis(10);

	private static final EchoServer server = EchoServer.start();

	private final URI uri = URI.create("ws://several.test:" + server.port() + "/echo");

	private final Recorder handler = new Recorder();

	private TestClient test;

	@AfterEach
	void close() {
		if (this.test != null) {
			this.test.close();
		}
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void theNextAddressIsTriedAtOnceWhenOneRefuses() {
		assertConnects(NEVER, "127.0.0.2", "127.0.0.3", "127.0.0.1");
	}

	@Test
	void theNextAddressIsTriedWhileOneDoesNotAnswer() throws IOException {
		try (SilentAddress silent = new SilentAddress("127.0.0.2")) {
			assertConnects(SOON, silent.address(), "127.0.0.1");
		}
	}

	@Test
	void anAddressThatRefusesWhileAnotherIsSilentHasTheNextTriedAtOnce() throws IOException {
		try (SilentAddress silent = new SilentAddress("127.0.0.2")) {
			assertConnects(SOON, silent.address(), "127.0.0.3", "127.0.0.4", "127.0.0.1");
		}
	}

	@Test
	void theFirstAddressIsUsedIfItAnswers() {
		assertConnects(NEVER, "127.0.0.1", "127.0.0.2");
		assertThat(server.server().snapshot().handshaking()).isZero();
	}

	@Test
	void everyAddressIsNamedWhenAllRefuse() {
		TransportException ex = fail(Duration.ofSeconds(8), "127.0.0.2", "127.0.0.3");
		assertThat(ex).hasMessageStartingWith("Could not connect to several.test:" + server.port() + ": 127.0.0.2: ")
			.hasMessageContaining("; 127.0.0.3: ")
			.hasMessageContaining("refused")
			.hasCauseInstanceOf(ConnectException.class);
		assertThat(ex.getSuppressed()).hasSize(1).allMatch(ConnectException.class::isInstance);
	}

	@Test
	void everyAddressIsNamedWhenTimeIsOver() throws IOException {
		try (SilentAddress silent = new SilentAddress("127.0.0.2")) {
			TransportException ex = fail(Duration.ofMillis(400), "127.0.0.3", silent.address());
			assertThat(ex).hasMessageStartingWith("Gave up connecting to several.test:" + server.port())
				.hasMessageContaining("127.0.0.3: ")
				.hasMessageContaining("refused")
				.hasMessageContaining("; 127.0.0.2: no answer")
				.hasCauseInstanceOf(SocketTimeoutException.class);
		}
	}

	@Test
	void aNameThatTheResolverDoesNotKnowIsReported() {
		start(Names.of("another.test", "127.0.0.1"), NEVER, Duration.ofSeconds(8));
		TransportException ex = TestClient.awaitFailure(this.test.client().connect(this.uri, this.handler),
				TransportException.class);
		assertThat(ex).hasMessageStartingWith("Could not connect to several.test")
			.hasCauseInstanceOf(UnknownHostException.class);
	}

	@Test
	void aNameWithoutAddressesIsReported() {
		TransportException ex = fail(Duration.ofSeconds(8));
		assertThat(ex).hasMessageContaining("several.test has no address")
			.hasCauseInstanceOf(UnknownHostException.class);
	}

	@Test
	void aResolverThatBlocksDoesNotBlockTheEventLoop() {
		CountDownLatch echoed = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(1);
		start(Names.of("several.test", "127.0.0.1").after(() -> {
			asked.countDown();
			await(echoed);
		}), NEVER, Duration.ofSeconds(8));
		Recorder other = new Recorder();
		Connection open = TestClient.await(this.test.client().connect(server.uri("/echo"), other));
		other.assertOpen();
		var connecting = this.test.client().connect(this.uri, this.handler);
		await(asked);
		open.sendText("meanwhile");
		assertThat(other.nextText()).isEqualTo("meanwhile");
		assertThat(connecting).isNotDone();
		echoed.countDown();
		TestClient.await(connecting);
	}

	private void assertConnects(Duration delay, String... addresses) {
		start(Names.of("several.test", addresses), delay, Duration.ofSeconds(8));
		Connection connection = TestClient.await(this.test.client().connect(this.uri, this.handler));
		this.handler.assertOpen();
		assertThat(connection.handshake().remoteAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", server.port()));
		assertThat(connection.handshake().headers().first("Host")).isEqualTo("several.test:" + server.port());
		connection.sendText("here");
		assertThat(this.handler.nextText()).isEqualTo("here");
	}

	private TransportException fail(Duration timeout, String... addresses) {
		start(Names.of("several.test", addresses), SOON, timeout);
		return TestClient.awaitFailure(this.test.client().connect(this.uri, this.handler), TransportException.class);
	}

	private void start(Names names, Duration delay, Duration timeout) {
		this.test = TestClient
			.started((options) -> options.resolver(names).connectAttemptDelay(delay).connectTimeout(timeout));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(TestClient.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Has its backlog full, so that the kernel answers no further SYN. */
	private static final class SilentAddress implements AutoCloseable {

		private final ServerSocket socket;

		private final List<Socket> waiting = new ArrayList<>();

		SilentAddress(String address) throws IOException {
			this.socket = new ServerSocket(server.port(), 1, InetAddress.getByName(address));
			try {
				for (int i = 0; i < 64; i++) {
					Socket one = new Socket();
					this.waiting.add(one);
					one.connect(this.socket.getLocalSocketAddress(), 200);
				}
			}
			catch (SocketTimeoutException ex) {
				// Now it is.
			}
		}

		String address() {
			return this.socket.getInetAddress().getHostAddress();
		}

		@Override
		public void close() throws IOException {
			for (Socket one : this.waiting) {
				one.close();
			}
			this.socket.close();
		}

	}

}
