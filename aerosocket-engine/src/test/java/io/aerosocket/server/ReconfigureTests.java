package io.aerosocket.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.CompressionMode;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Execution;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Options that change while the server runs: each group of them, for connections that are
 * open or for new ones, as {@link AeroServer#reconfigure} says.
 */
class ReconfigureTests {

	private static final int MESSAGE = 16 * 1024;

	private final RecordingHandler handler = new RecordingHandler();

	private final CountDownLatch gate = new CountDownLatch(1);

	private final RecordingHandler blocking = new RecordingHandler(Execution.WORKER, (connection, message) -> {
		block(this.gate);
		return null;
	});

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.route("/record", this.handler)
		.route("/blocking", this.blocking)
		.route("/own", TestServer.ECHO,
				new RouteOptions(ConnectionOptions.builder().maxMessageSize(50).build(), null, Set.of("https://own")))
		.route("/fragments", TestServer.ECHO,
				RouteOptions.changing((options) -> options.toBuilder().maxFragments(2).build()))
		.options((options) -> options.workerThreads(1).maxConnections(3)));

	@Test
	void limitsOfMessagesHoldForOpenConnections() {
		try (RawPeer peer = this.server.open("/echo")) {
			peer.assertEchoes("x".repeat(1000));
			connection((options) -> options.maxMessageSize(999));
			peer.assertEchoes("x".repeat(999));
			connection((options) -> options.maxMessageSize(1000));
			peer.assertEchoes("x".repeat(1000));
			connection((options) -> options.maxFragments(1));
			peer.write(ClientFrames.firstOfText("a"), ClientFrames.last("b"));
			peer.assertCloses(1009);
		}
	}

	@Test
	void aMessageUnderWayKeepsTheLimitsThatItBeganWith() {
		try (RawPeer peer = this.server.open("/record")) {
			this.handler.awaitOpen();
			peer.write(ClientFrames.firstOfText("x".repeat(500)), ClientFrames.ping(""));
			assertThat(peer.readFrame().opcode()).isEqualTo(ClientFrames.PONG);
			connection((options) -> options.maxMessageSize(600));
			peer.write(ClientFrames.last("x".repeat(500)));
			assertThat(this.handler.awaitText()).hasSize(1000);
			peer.write(ClientFrames.text("x".repeat(601)));
			peer.assertCloses(1009);
		}
	}

	@Test
	void heartbeatsHoldForOpenConnections() {
		try (RawPeer peer = this.server.open("/record")) {
			connection((options) -> options.pingInterval(Duration.ofMillis(50)).pongTimeout(Duration.ofSeconds(30)));
			assertThat(peer.readFrame().opcode()).isEqualTo(ClientFrames.PING);
			connection((options) -> options.pongTimeout(Duration.ofMillis(50)));
			peer.readUntilEnd();
			assertThat(this.handler.awaitClose().code().value()).isEqualTo(1006);
		}
	}

	@Test
	void idleAndCloseTimesHoldForOpenConnections() {
		try (RawPeer peer = this.server.open("/record")) {
			connection((options) -> options.idleTimeout(Duration.ofMillis(50)).closeTimeout(Duration.ofMillis(50)));
			RawFrame close = peer.readFrame();
			assertThat(close.closeCode()).isEqualTo(1001);
			// Without an answer it is cut, after 50 ms rather than a second.
			peer.assertEnds();
		}
	}

	@Test
	void slowConsumersOfOpenConnectionsMeetTheNewPolicy() {
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/record")) {
			Connection connection = this.handler.awaitOpen();
			connection(
					(options) -> options.maxQueuedBytes(256 * 1024).slowConsumerPolicy(SlowConsumerPolicy.DROP_NEWEST));
			while (connection.sendBinary(new byte[MESSAGE]).isAccepted()) {
				assertThat(connection.isOpen()).isTrue();
			}
			assertThat(this.server.snapshot().drops()).containsEntry(DropReason.NEWEST, 1L);
			connection((options) -> options.maxQueuedBytes(8 << 20));
			assertThat(connection.sendBinary(new byte[MESSAGE]).isAccepted()).isTrue();
			peer.reset();
		}
	}

	@Test
	void moreMayWaitForTheHandlersOfOpenConnections() {
		connection((options) -> options.maxPendingMessages(1));
		try (RawPeer peer = this.server.open("/blocking")) {
			peer.write(ClientFrames.repeat(ClientFrames.text("x"), 20));
			await().untilAsserted(() -> assertThat(this.server.snapshot().pausedReads()).isEqualTo(1));
			connection((options) -> options.maxPendingMessages(100));
			this.gate.countDown();
			for (int i = 0; i < 20; i++) {
				assertThat(this.blocking.awaitText()).isEqualTo("x");
			}
			peer.closeRegularly();
		}
	}

	@Test
	void moreWorkersTakeWhatWaits() {
		try (RawPeer first = this.server.open("/blocking"); RawPeer second = this.server.open("/blocking")) {
			first.write(ClientFrames.text("first"));
			assertThat(this.blocking.awaitText()).isEqualTo("first");
			second.write(ClientFrames.text("second"), ClientFrames.ping("read"));
			assertThat(second.readFrame().opcode()).isEqualTo(ClientFrames.PONG);
			assertThat(this.blocking.messagesWaiting()).isZero();
			change((options) -> options.workerThreads(2));
			assertThat(this.blocking.awaitText()).isEqualTo("second");
			this.gate.countDown();
			first.closeRegularly();
			second.closeRegularly();
		}
	}

	@Test
	void moreConnectionsAreLetInAndThoseThatAreOpenStay() {
		List<RawPeer> peers = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			peers.add(this.server.open("/echo"));
		}
		change((options) -> options.maxConnections(2));
		try (RawPeer refused = this.server.connect()) {
			refused.write(RawRequest.to("/echo").bytes());
			assertThat(refused.readResponse().status()).isEqualTo(503);
		}
		change((options) -> options.maxConnections(4));
		peers.add(this.server.open("/echo"));
		peers.forEach((peer) -> peer.assertEchoes("still here").closeRegularly());
	}

	@Test
	void handshakesThatBeginHaveTheNewTimeAndSize() {
		change((options) -> options.handshakeTimeout(Duration.ofSeconds(30)));
		try (RawPeer patient = this.server.connect()) {
			await().until(() -> this.server.snapshot().handshaking() == 1);
			change((options) -> options.handshakeTimeout(Duration.ofMillis(50)).maxHandshakeSize(256));
			try (RawPeer hurried = this.server.connect()) {
				assertThat(hurried.readResponse().status()).isEqualTo(408);
			}
			try (RawPeer large = this.server.connect()) {
				large.writeWhatGoes(RawRequest.to("/echo").with("X: " + "x".repeat(256)).bytes());
				assertThat(large.readResponse().status()).isEqualTo(431);
			}
			patient.upgrade("/echo", "X: " + "x".repeat(256)).assertEchoes("in time").closeRegularly();
		}
		assertThat(this.server.snapshot().refusals()).containsEntry(RefusalReason.TIMEOUT, 1L);
	}

	@Test
	void newConnectionsMeetTheNewOriginsAndSubprotocols() {
		assertThat(status("/echo", "Origin: https://new")).isEqualTo(403);
		change((options) -> options.allowedOrigins(Set.of("https://new")).subprotocols(List.of("v2")));
		try (RawPeer peer = this.server.open("/echo", "Origin: https://new", "Sec-WebSocket-Protocol: v2")) {
			assertThat(this.server.server().connections().all().iterator().next().subprotocol()).isEqualTo("v2");
			peer.closeRegularly();
		}
		assertThat(status("/own", "Origin: https://new")).as("has its own").isEqualTo(403);
	}

	@Test
	void newConnectionsAgreeOnCompression() {
		String offer = "Sec-WebSocket-Extensions: permessage-deflate";
		try (RawPeer before = this.server.open("/echo", offer)) {
			connection((options) -> options.compression(CompressionMode.SHARED));
			try (RawPeer after = this.server.connect()) {
				after.write(RawRequest.to("/echo").with(offer).bytes());
				assertThat(after.readResponse().header("Sec-WebSocket-Extensions")).startsWith("permessage-deflate");
				before.assertEchoes("x".repeat(5000));
				after.assertEchoes("x");
				after.closeRegularly();
			}
			before.closeRegularly();
		}
	}

	@Test
	void theHealthPathMoves() {
		change((options) -> options.healthPath("/healthy"));
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/healthy").bytes());
			assertThat(peer.readResponse().status()).isEqualTo(200);
		}
	}

	@Test
	void routesFollowInWhatTheyInherit() {
		try (RawPeer changing = this.server.open("/fragments"); RawPeer own = this.server.open("/own")) {
			connection((options) -> options.maxMessageSize(10).maxFragments(3));
			own.assertEchoes("x".repeat(50)).closeRegularly();
			changing.assertEchoes("x".repeat(10));
			changing.write(ClientFrames.firstOfText("a"), ClientFrames.continuation("b"), ClientFrames.last("c"));
			changing.assertCloses(1009);
		}
		try (RawPeer changing = this.server.open("/fragments")) {
			changing.write(ClientFrames.text("x".repeat(11)));
			changing.assertCloses(1009);
		}
	}

	@Test
	void theGracePeriodIsThatOfTheEnd() {
		change((options) -> options.gracePeriod(Duration.ofDays(1)));
		try (RawPeer peer = this.server.open("/blocking")) {
			peer.write(ClientFrames.text("never ends"));
			this.blocking.awaitMessage();
			change((options) -> options.gracePeriod(Duration.ofMillis(50)));
			this.server.server().close();
			assertThat(this.server.server().state()).isEqualTo(AeroServer.State.STOPPED);
			peer.readUntilEnd();
		}
		finally {
			this.gate.countDown();
		}
	}

	@Test
	void trafficGoesOnMeanwhile() {
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Void> changing = Background.run(() -> {
			for (int i = 1; !over.get(); i++) {
				int odd = i % 2;
				change((options) -> options.maxConnections(3 + odd)
					.allowedOrigins(Set.of("https://" + odd))
					.connection((connection) -> connection.maxMessageSize(10_000 + odd)
						.maxPendingMessages(1 + 10 * odd)
						.maxQueuedBytes((odd + 1) << 20)
						.pingInterval(Duration.ofMillis(40 + 40L * odd))
						.compression((odd == 0) ? CompressionMode.OFF : CompressionMode.SHARED)));
			}
		});
		try (RawPeer first = this.server.open("/echo"); RawPeer second = this.server.open("/record")) {
			Connection connection = this.handler.awaitOpen();
			for (int i = 0; i < 3000; i++) {
				first.write(ClientFrames.text("message " + i));
				second.write(ClientFrames.text("message " + i));
				assertThat(nextText(first)).isEqualTo("message " + i);
				assertThat(this.handler.awaitText()).isEqualTo("message " + i);
				assertThat(connection.sendText("answer " + i).isAccepted()).isTrue();
				assertThat(nextText(second)).isEqualTo("answer " + i);
			}
			over.set(true);
			assertThat(changing).succeedsWithin(RawPeer.DEADLINE);
			change((options) -> options.connection((c) -> c.pingInterval(Duration.ZERO)));
			first.write(ClientFrames.close(1000));
			second.write(ClientFrames.close(1000));
			first.readUntilEnd();
			second.readUntilEnd();
		}
		finally {
			over.set(true);
		}
	}

	/** Pings may come in between, and need no answer since messages follow. */
	private static String nextText(RawPeer peer) {
		RawFrame frame = peer.readFrame();
		while (frame.opcode() == ClientFrames.PING) {
			frame = peer.readFrame();
		}
		return frame.text();
	}

	private int status(String path, String header) {
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to(path).with(header).bytes());
			return peer.readResponse().status();
		}
	}

	private void change(Consumer<ServerOptions.Builder> changes) {
		this.server.server().reconfigure(changes);
	}

	private void connection(Consumer<ConnectionOptions.Builder> changes) {
		change((options) -> options.connection(changes));
	}

	private static void block(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
