package io.aerosocket.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.Connection;
import io.aerosocket.TransportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Servers that are not there or say nothing, and applications that do not want to wait.
 */
class GivingUpTests {

	@RegisterExtension
	final TestClient test = TestClient.withOptions(
			(options) -> options.connectTimeout(Duration.ofMillis(400)).handshakeTimeout(Duration.ofMillis(400)));

	private final Recorder handler = new Recorder();

	@Test
	void aPortWithoutAServerIsReported() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		TransportException ex = fail(URI.create("ws://127.0.0.1:" + port + "/"));
		assertThat(ex).hasMessageStartingWith("Could not connect to 127.0.0.1:" + port)
			.hasMessageContaining("refused")
			.hasCauseInstanceOf(IOException.class);
	}

	@Test
	void aHostThatDoesNotExistIsReported() {
		TransportException ex = fail(URI.create("ws://does-not-exist.invalid/"));
		assertThat(ex).hasMessageStartingWith("Could not connect to does-not-exist.invalid")
			.hasCauseInstanceOf(UnknownHostException.class);
	}

	@Test
	void aServerThatAcceptsNobodyIsGivenUp() throws IOException {
		List<Socket> waiting = new ArrayList<>();
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			try {
				fill(full, waiting);
				long before = System.nanoTime();
				TransportException ex = fail(URI.create("ws://127.0.0.1:" + full.getLocalPort() + "/"));
				assertThat(System.nanoTime() - before).isGreaterThan(Duration.ofMillis(300).toNanos());
				assertThat(ex.getCause()).isInstanceOfAny(SocketTimeoutException.class,
						java.net.ConnectException.class);
			}
			finally {
				for (Socket socket : waiting) {
					socket.close();
				}
			}
		}
	}

	// Until the kernel answers no further SYN.
	private static void fill(ServerSocket full, List<Socket> waiting) throws IOException {
		try {
			for (int i = 0; i < 64; i++) {
				Socket socket = new Socket();
				waiting.add(socket);
				socket.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()), 200);
			}
		}
		catch (SocketTimeoutException ex) {
			// Now it is.
		}
	}

	@Test
	void aServerThatSaysNothingIsGivenUp() {
		try (RawServer server = RawServer.start((peer) -> {
			peer.readRequest();
			peer.awaitEnd();
		})) {
			TransportException ex = fail(server.uri("/"));
			assertThat(ex).hasMessageContaining("the handshake with 127.0.0.1:" + server.port() + " after 400 ms")
				.hasCauseInstanceOf(SocketTimeoutException.class);
		}
	}

	@Test
	void aServerThatStopsInsideItsAnswerIsGivenUp() {
		try (RawServer server = RawServer.start((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade:");
			peer.awaitEnd();
		})) {
			assertThat(fail(server.uri("/"))).hasCauseInstanceOf(SocketTimeoutException.class);
		}
	}

	@Test
	void aServerThatStopsInsideTheBodyOfARefusalIsGivenUp() {
		try (RawServer server = RawServer.start((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 403 x\r\nContent-Length: 100\r\n\r\nbegun");
			peer.awaitEnd();
		})) {
			assertThat(fail(server.uri("/"))).hasCauseInstanceOf(SocketTimeoutException.class);
		}
	}

	@Test
	void aServerThatNeverBeginsTlsIsGivenUp() {
		try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd)) {
			TransportException ex = fail(URI.create("wss://127.0.0.1:" + server.port() + "/"));
			assertThat(ex).hasCauseInstanceOf(SocketTimeoutException.class);
		}
	}

	@Test
	void toCancelHangsUp() throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		try (RawServer server = RawServer.start((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 101 x\r\n");
			asked.countDown();
			peer.awaitEnd();
		})) {
			CompletableFuture<Connection> connecting = this.test.client().connect(server.uri("/"), this.handler);
			asked.await();
			assertThat(connecting.cancel(true)).isTrue();
			server.awaitFinished();
			this.test.awaitEmpty();
			assertThat(connecting).isCancelled();
		}
		assertThat(this.handler.isEmpty()).isTrue();
	}

	@Test
	void toTimeOutHangsUp() {
		try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd)) {
			CompletableFuture<Connection> connecting = this.test.client()
				.connect(server.uri("/"), this.handler)
				.orTimeout(50, TimeUnit.MILLISECONDS);
			assertThatThrownBy(() -> connecting.get(8, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
			server.awaitFinished();
		}
	}

	@Test
	void manyCancelledAttemptsLeaveNothing() {
		try (EchoServer server = EchoServer.start()) {
			for (int i = 0; i < 200; i++) {
				CompletableFuture<Connection> connecting = this.test.client()
					.connect(server.uri("/echo"), new Recorder());
				if (i % 2 == 0) {
					Thread.yield();
				}
				connecting.cancel(true);
			}
			// Those that were quicker than we are have a connection, which is closed
			// again.
			this.test.client().connections().all().forEach(Connection::close);
			this.test.awaitEmpty();
			org.awaitility.Awaitility.await()
				.atMost(TestClient.DEADLINE)
				.until(() -> server.server().connections().count() == 0);
		}
	}

	@Test
	void aClientThatIsClosedGivesItsAttemptsUp() {
		CountDownLatch asked = new CountDownLatch(1);
		try (RawServer server = RawServer.start((peer) -> {
			peer.readRequest();
			asked.countDown();
			peer.awaitEnd();
		})) {
			CompletableFuture<Connection> connecting = this.test.client().connect(server.uri("/"), this.handler);
			asked.await();
			this.test.client().close();
			TransportException ex = TestClient.awaitFailure(connecting, TransportException.class);
			assertThat(ex).hasMessageContaining("The client was closed")
				.hasCauseInstanceOf(ClosedChannelException.class);
			assertThatIllegalStateException()
				.isThrownBy(() -> this.test.client().connect(server.uri("/"), this.handler));
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private TransportException fail(URI uri) {
		TransportException ex = TestClient.awaitFailure(this.test.client().connect(uri, this.handler),
				TransportException.class);
		assertThat(this.handler.isEmpty()).as("the handler was called").isTrue();
		return ex;
	}

}
