package io.aerosocket.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of a client's connections (RFC 6455 section 7), and of the client itself.
 */
class ClosingTests {

	@RegisterExtension
	final TestClient test = TestClient
		.withOptions((options) -> options.connection((connection) -> connection.closeTimeout(Duration.ofMillis(400))
			.pingInterval(Duration.ofMillis(100))
			.pongTimeout(Duration.ofMillis(300))
			.maxMessageSize(1000)));

	private final Recorder handler = new Recorder();

	@Test
	void theServerIsLeftToCloseTheSocket() {
		CountDownLatch closeTheSocket = new CountDownLatch(1);
		try (RawServer server = RawServer.start((peer) -> {
			peer.upgrade("88 02 03e8");
			assertThat(peer.readFrame().closeCode()).isEqualTo(1000);
			peer.socket().setSoTimeout(100);
			assertThat(endsWithin(peer)).as("RFC 6455 section 7.1.1: the client hung up first").isFalse();
			closeTheSocket.await();
		})) {
			connect(server);
			closeTheSocket.countDown();
			assertThat(this.handler.nextClose()).isEqualTo(new CloseReason(CloseCode.NORMAL, "", true));
		}
	}

	@Test
	void aServerThatDoesNotCloseTheSocketIsCut() {
		try (RawServer server = RawServer.start((peer) -> {
			peer.upgrade("88 02 03e8");
			peer.readFrame();
			peer.awaitEnd();
		})) {
			connect(server);
			assertThat(this.handler.nextClose()).as("the code is the server's all the same")
				.isEqualTo(new CloseReason(CloseCode.NORMAL, "", true));
		}
	}

	@Test
	void aServerThatDoesNotAnswerACloseIsCut() {
		try (RawServer server = RawServer.start((peer) -> {
			peer.upgrade();
			assertThat(peer.readFrame().closeCode()).isEqualTo(4001);
			peer.awaitEnd();
		})) {
			connect(server).close(new CloseCode(4001), "bye");
			assertThat(this.handler.nextClose().code()).isEqualTo(CloseCode.ABNORMAL);
		}
	}

	@Test
	void aServerThatHangsUpIsReportedWith1006() {
		try (RawServer server = RawServer.start(RawServer.Peer::upgrade)) {
			connect(server);
			assertThat(this.handler.nextClose().clean()).isFalse();
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			5.1: a masked text | 1002 | 81 82 00000001 6868
			5.1: a masked Ping | 1002 | 89 80 00000000
			5.2: a reserved bit | 1002 | c1 00
			5.2: an unknown opcode | 1002 | 83 00
			5.5: a Ping of 126 bytes | 1002 | 89 7e 007e
			5.4: a continuation of nothing | 1002 | 80 00
			5.5.1: a Close of 1 byte | 1002 | 88 01 03
			7.4.1: a code that must not travel | 1002 | 88 02 03ed
			8.1: a text that is not UTF-8 | 1007 | 81 01 ff
			10.4: a message that is too large | 1009 | 82 7e 03e9
			""")
	void aServerThatBreaksARuleIsToldSo(String rule, int code, String frame) {
		try (RawServer server = RawServer.start((peer) -> {
			peer.upgrade();
			peer.writeHex(frame);
			assertThat(peer.readFrame().closeCode()).isEqualTo(code);
		})) {
			connect(server);
			assertThat(this.handler.nextClose().code().value()).isEqualTo(code);
		}
	}

	@Test
	void aServerThatFallsSilentIsCut() {
		try (RawServer server = RawServer.start((peer) -> {
			peer.upgrade();
			assertThat(peer.readFrame().opcode()).as("a Ping").isEqualTo(9);
			peer.awaitEnd();
		})) {
			connect(server);
			assertThat(this.handler.nextClose().code()).isEqualTo(CloseCode.ABNORMAL);
		}
	}

	@Test
	void aServerThatAnswersPingsIsNotCut() {
		try (RawServer server = RawServer.start((peer) -> {
			peer.upgrade();
			for (int i = 0; i < 6; i++) {
				RawServer.Frame ping = peer.readFrame();
				assertThat(ping.opcode()).isEqualTo(9);
				assertThat(ping.payload()).hasSize(4);
				peer.writeHex("8a 04" + java.util.HexFormat.of().formatHex(ping.payload()));
			}
			peer.writeHex("88 02 03e8");
			while (peer.readFrame().opcode() != 8) {
				// Another Ping.
			}
		})) {
			connect(server);
			assertThat(this.handler.nextClose().code()).isEqualTo(CloseCode.NORMAL);
		}
	}

	@Test
	void aPingOfTheServerIsAnswered() {
		try (RawServer server = RawServer.start((peer) -> {
			peer.upgrade("89 03 616263");
			RawServer.Frame pong = peer.readFrame();
			assertThat(pong.opcode()).isEqualTo(10);
			assertThat(pong.text()).isEqualTo("abc");
		})) {
			connect(server);
			this.handler.nextClose();
		}
	}

	@Test
	void aClientThatIsClosedSays1001ToAll() throws Exception {
		Recorder seen = new Recorder();
		try (EchoServer server = EchoServer.start((builder) -> builder.route("/seen", seen))) {
			for (int i = 0; i < 3; i++) {
				Connection connection = TestClient.await(this.test.client().connect(server.uri("/seen"), this.handler));
				connection.sendText("queued before");
			}
			int cut = this.test.client().stop(TestClient.DEADLINE).toCompletableFuture().get(8, TimeUnit.SECONDS);
			assertThat(cut).isZero();
		}
		for (int i = 0; i < 9; i++) {
			Object call = seen.next();
			if (call instanceof CloseReason reason) {
				assertThat(reason)
					.isEqualTo(new CloseReason(CloseCode.GOING_AWAY, "the client is shutting down", true));
			}
			else if (!call.equals("open")) {
				assertThat(((io.aerosocket.Message.Text) call).text()).isEqualTo("queued before");
			}
		}
		assertThat(seen.isEmpty()).isTrue();
	}

	@Test
	void whatIsLeftAfterTheGracePeriodIsCut() throws Exception {
		try (RawServer server = RawServer.start((peer) -> {
			peer.upgrade();
			peer.awaitEnd();
		})) {
			connect(server);
			int cut = this.test.client().stop(Duration.ofMillis(50)).toCompletableFuture().get(8, TimeUnit.SECONDS);
			assertThat(cut).isEqualTo(1);
			assertThat(this.handler.nextClose().code()).isEqualTo(CloseCode.ABNORMAL);
		}
	}

	@Test
	void sharedEventLoopsOutliveTheirClients() throws Exception {
		MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
		try (EchoServer server = EchoServer.start()) {
			for (int i = 0; i < 2; i++) {
				try (TestClient first = TestClient.started((options) -> options.eventLoopGroup(group));
						TestClient second = TestClient.started((options) -> options.eventLoopGroup(group))) {
					CompletableFuture<Thread> firstThread = new CompletableFuture<>();
					CompletableFuture<Thread> secondThread = new CompletableFuture<>();
					threadOf(first, server, firstThread);
					threadOf(second, server, secondThread);
					assertThat(firstThread.get(8, TimeUnit.SECONDS)).isSameAs(secondThread.get(8, TimeUnit.SECONDS));
				}
			}
			assertThat(group.isShuttingDown()).isFalse();
		}
		finally {
			group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
		}
	}

	@Test
	void ownThreadsAreDaemons() throws Exception {
		try (EchoServer server = EchoServer.start()) {
			CompletableFuture<Thread> thread = new CompletableFuture<>();
			threadOf(this.test, server, thread);
			assertThat(thread.get(8, TimeUnit.SECONDS).isDaemon()).isTrue();
		}
	}

	private static void threadOf(TestClient client, EchoServer server, CompletableFuture<Thread> thread) {
		client.client()
			.connect(server.uri("/echo"),
					io.aerosocket.ConnectionHandler
						.of((connection, message) -> thread.complete(Thread.currentThread())))
			.thenAccept((connection) -> connection.sendText("where?"));
	}

	private Connection connect(RawServer server) {
		Connection connection = TestClient.await(this.test.client().connect(server.uri("/"), this.handler));
		this.handler.assertOpen();
		return connection;
	}

	private static boolean endsWithin(RawServer.Peer peer) throws java.io.IOException {
		try {
			return peer.in().read() < 0;
		}
		catch (java.net.SocketTimeoutException ex) {
			return false;
		}
	}

}
