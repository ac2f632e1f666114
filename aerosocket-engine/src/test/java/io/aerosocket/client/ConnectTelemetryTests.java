package io.aerosocket.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.Connection;
import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ExtensionAgreement;
import io.aerosocket.extension.ExtensionParameters;
import io.aerosocket.extension.ExtensionSession;
import io.aerosocket.extension.PayloadSink;
import io.aerosocket.extension.ReservedBit;
import io.aerosocket.telemetry.ConnectFailureReason;
import io.aerosocket.telemetry.EngineSnapshot;
import io.aerosocket.telemetry.FailedConnect;
import io.aerosocket.telemetry.TimingListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client counts and tells of its attempts to connect: each has one outcome.
 */
class ConnectTelemetryTests {

	private static final EchoServer server = EchoServer.start();

	private final Heard heard = new Heard();

	@RegisterExtension
	final TestClient test = TestClient.with((builder) -> builder.listener(this.heard)
		.options((options) -> options.connectTimeout(Duration.ofSeconds(8))
			.handshakeTimeout(Duration.ofSeconds(8))
			.resolver(Names.of("known.test", "127.0.0.1"))));

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void aConnectionThatIsOpenedIsTimedRightBefore() {
		TestClient.await(connect(server.uri("/echo")));
		assertThat(this.heard.events).containsExactly("ended null", "opened");
		assertThat(this.heard.nanos).isPositive();
		EngineSnapshot snapshot = this.test.client().snapshot();
		assertThat(snapshot.connects().attempts()).isEqualTo(1);
		assertThat(snapshot.totalConnections()).isEqualTo(1);
		assertThat(failures()).isEmpty();
	}

	@Test
	void aHostWithoutAddress() {
		assertFails(ConnectFailureReason.UNKNOWN_HOST, URI.create("ws://unknown.test:1/?secret"));
		assertThat(this.heard.last.destination()).isEqualTo("ws://unknown.test:1/");
	}

	@Test
	void aPortWithoutServer() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		assertFails(ConnectFailureReason.UNREACHABLE, URI.create("ws://127.0.0.1:" + port + "/"));
	}

	@Test
	void aServerThatSaysNothing() {
		try (RawServer silent = RawServer.start(RawServer.Peer::awaitEnd);
				TestClient hasty = TestClient.started((options) -> options.handshakeTimeout(Duration.ofMillis(100)))) {
			TestClient.awaitFailure(hasty.client().connect(silent.uri("/"), new Recorder()), Exception.class);
			Awaitility.await()
				.untilAsserted(() -> assertThat(hasty.client().snapshot().connects().failures())
					.containsEntry(ConnectFailureReason.TIMEOUT, 1L));
		}
	}

	@Test
	void aServerWithoutTls() {
		assertFails(ConnectFailureReason.TLS, URI.create("wss://127.0.0.1:" + server.port() + "/echo"));
	}

	@Test
	void aServerThatRefuses() {
		assertFails(ConnectFailureReason.REFUSED, server.uri("/nothing-here"));
	}

	@Test
	void anAnswerThatBreaksARule() {
		try (RawServer wrong = RawServer.answering("HTTP/1.1 101 x\r\nUpgrade: websocket\r\n\r\n")) {
			assertFails(ConnectFailureReason.PROTOCOL, wrong.uri("/"));
		}
	}

	@Test
	void aServerThatHangsUp() {
		try (RawServer rude = RawServer.start(RawServer.Peer::readRequest)) {
			assertFails(ConnectFailureReason.LOST, rude.uri("/"));
		}
	}

	@Test
	void aProxyThatRefuses() {
		try (TunnelProxy proxy = TunnelProxy.http("Basic QQ==");
				TestClient through = TestClient
					.started((options) -> options.proxy(ProxySettings.http("127.0.0.1", proxy.port())))) {
			TestClient.awaitFailure(through.client().connect(server.uri("/echo"), new Recorder()), Exception.class);
			Awaitility.await()
				.untilAsserted(() -> assertThat(through.client().snapshot().connects().failures())
					.containsEntry(ConnectFailureReason.PROXY, 1L));
		}
	}

	@Test
	void anApplicationThatGivesUp() throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		try (RawServer silent = silent(asked)) {
			CompletableFuture<Connection> connecting = connect(silent.uri("/"));
			asked.await();
			connecting.cancel(true);
			assertFailed(ConnectFailureReason.CANCELLED);
		}
	}

	@Test
	void aClientThatIsClosed() throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		try (RawServer silent = silent(asked)) {
			connect(silent.uri("/"));
			asked.await();
			this.test.client().close();
			assertFailed(ConnectFailureReason.CLOSED);
		}
	}

	@Test
	void anExtensionThatFails() {
		Heard heard = new Heard();
		TestClient faulty = TestClient
			.with((builder) -> builder.listener(heard).options((options) -> options.extensions(List.of(new Faulty()))));
		try (EchoServer agreeing = EchoServer
			.start((builder) -> builder.options((options) -> options.extensions(List.of(new Faulty()))))) {
			faulty.beforeEach(null);
			Recorder handler = new Recorder();
			TestClient.awaitFailure(faulty.client().connect(agreeing.uri("/echo"), handler), Exception.class);
			heard.await();
			assertThat(heard.events).containsExactly("ended ERROR", "failed ERROR");
			assertThat(handler.isEmpty()).isTrue();
			faulty.close();
		}
	}

	private static RawServer silent(CountDownLatch asked) {
		return RawServer.start((peer) -> {
			peer.readRequest();
			asked.countDown();
			peer.awaitEnd();
		});
	}

	private CompletableFuture<Connection> connect(URI uri) {
		return this.test.client().connect(uri, new Recorder());
	}

	private void assertFails(ConnectFailureReason reason, URI uri) {
		Exception error = TestClient.awaitFailure(connect(uri), Exception.class);
		assertFailed(reason);
		assertThat(this.heard.last.error()).isSameAs(error);
	}

	private void assertFailed(ConnectFailureReason reason) {
		this.heard.await();
		assertThat(this.heard.events).containsExactly("ended " + reason, "failed " + reason);
		assertThat(failures()).containsExactly(Map.entry(reason, 1L));
		assertThat(this.test.client().snapshot().connects().attempts()).isEqualTo(1);
		assertThat(this.test.client().snapshot().totalConnections()).isZero();
	}

	private Map<ConnectFailureReason, Long> failures() {
		return this.test.client()
			.snapshot()
			.connects()
			.failures()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() > 0)
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/** Keeps what it heard. */
	private static final class Heard implements TimingListener {

		private final List<String> events = new CopyOnWriteArrayList<>();

		private final BlockingQueue<FailedConnect> failed = new LinkedBlockingQueue<>();

		private volatile long nanos;

		private volatile FailedConnect last;

		void await() {
			try {
				this.last = this.failed.poll(TestClient.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
				assertThat(this.last).as("told of a failed attempt").isNotNull();
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}

		@Override
		public void connectEnded(@Nullable ConnectFailureReason failure, long nanos) {
			this.events.add("ended " + failure);
			this.nanos = nanos;
		}

		@Override
		public void opened(Connection connection) {
			this.events.add("opened");
		}

		@Override
		public void connectFailed(FailedConnect failed) {
			this.events.add("failed " + failed.reason());
			this.failed.add(failed);
		}

	}

	/** Agrees, and then cannot. */
	private static final class Faulty implements Extension {

		@Override
		public String name() {
			return "x-faulty";
		}

		@Override
		public ReservedBit bit() {
			return ReservedBit.RSV2;
		}

		@Override
		public ExtensionAgreement accept(ExtensionParameters offer) {
			return new ExtensionAgreement(offer, () -> new ExtensionSession() {

				@Override
				public void inbound(ByteBuffer piece, boolean last, PayloadSink out) {
					out.accept(piece);
				}

				@Override
				public boolean outbound(ByteBuffer message, boolean text, PayloadSink out) {
					return false;
				}

				@Override
				public void close() {
				}

			});
		}

		@Override
		public List<ExtensionParameters> offers() {
			return List.of(ExtensionParameters.of(name()));
		}

		@Override
		public ExtensionAgreement confirm(ExtensionParameters answer) {
			return new ExtensionAgreement(answer, () -> {
				throw new IllegalStateException("an extension's fault");
			});
		}

	}

}
