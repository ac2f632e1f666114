package io.aerosocket.server;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.Execution;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.EngineSnapshot;
import io.aerosocket.telemetry.HandshakeRefusal;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What listeners hear and counters count.
 */
class TelemetryTests {

	private final Queue<String> heard = new ConcurrentLinkedQueue<>();

	private final List<HandshakeRefusal> refusals = new CopyOnWriteArrayList<>();

	private final AtomicInteger handled = new AtomicInteger();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.route("/worker", new RecordingHandler(Execution.WORKER, (connection, message) -> {
			connection.send(message);
			return null;
		}))
		.listener(new Faulty())
		.listener(new Hearing())
		.listener(new EngineListener() {

			@Override
			public void refused(HandshakeRefusal refusal) {
				TelemetryTests.this.refusals.add(refusal);
			}

		}));

	@Test
	void openingAndClosingAreHeard() {
		try (RawPeer peer = this.server.open("/echo")) {
			peer.assertEchoes("x").closeRegularly();
		}
		await().untilAsserted(() -> assertThat(this.heard).containsExactly("opened", "closed 1000 remote"));
	}

	@Test
	void refusalsAreHeard() {
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/unknown").bytes());
			peer.readResponse();
		}
		await().untilAsserted(() -> assertThat(this.heard).containsExactly("refused PATH"));
		assertThat(this.server.snapshot().refusals()).containsEntry(RefusalReason.PATH, 1L);
	}

	@Test
	void oneOf64CallsOnTheEventLoopIsTimed() {
		try (RawPeer peer = this.server.open("/echo")) {
			for (int i = 0; i < 10 * EngineListener.HANDLING_SAMPLE; i++) {
				peer.assertEchoes("x");
			}
			assertThat(this.handled).hasValueBetween(8, 12);
			peer.closeRegularly();
		}
	}

	@Test
	void everyCallOnAWorkerIsTimed() {
		try (RawPeer peer = this.server.open("/worker")) {
			for (int i = 0; i < 20; i++) {
				peer.assertEchoes("x");
			}
			await().untilAsserted(() -> assertThat(this.handled.get()).isBetween(20, 22));
			peer.closeRegularly();
		}
	}

	@Test
	void aRefusalTellsWhatWasAskedForAndByWhom() {
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/nowhere?token=secret").bytes());
			assertThat(peer.readResponse().status()).isEqualTo(404);
		}
		await().untilAsserted(() -> assertThat(this.refusals).hasSize(1));
		HandshakeRefusal refusal = this.refusals.get(0);
		assertThat(refusal.reason()).isEqualTo(RefusalReason.PATH);
		assertThat(refusal.status()).isEqualTo(404);
		assertThat(refusal.path()).isEqualTo("/nowhere");
		assertThat(((InetSocketAddress) refusal.remoteAddress()).getAddress().isLoopbackAddress()).isTrue();
	}

	@Test
	void messagesAndBytesAreCounted() {
		try (RawPeer peer = this.server.open("/echo")) {
			peer.assertEchoes("12345").assertEchoes("x".repeat(100_000));
			peer.write(ClientFrames.firstOfText("abc"), ClientFrames.ping("not counted"), ClientFrames.last("de"));
			peer.readFrames(2);
			EngineSnapshot snapshot = this.server.snapshot();
			assertThat(snapshot.openConnections()).isEqualTo(1);
			assertThat(snapshot.messagesReceived()).isEqualTo(3);
			assertThat(snapshot.messagesSent()).isEqualTo(3);
			assertThat(snapshot.bytesReceived()).isEqualTo(100_010);
			assertThat(snapshot.bytesSent()).isEqualTo(100_010);
			await().until(() -> this.server.snapshot().queuedBytes() == 0);
			peer.closeRegularly();
		}
	}

	@Test
	void socketsBeforeTheirHandshakeAreCountedApart() {
		try (RawPeer peer = this.server.connect()) {
			await().untilAsserted(() -> assertThat(this.server.snapshot().handshaking()).isEqualTo(1));
			assertThat(this.server.snapshot().openConnections()).isZero();
			peer.upgrade("/echo").assertEchoes("x");
			assertThat(this.server.snapshot().handshaking()).isZero();
			assertThat(this.server.snapshot().openConnections()).isEqualTo(1);
			peer.closeRegularly();
		}
	}

	@Test
	void aSocketThatLeavesWithoutARequestIsNoRefusal() {
		this.server.connect().close();
		this.server.awaitEmpty();
		assertThat(this.server.snapshot().refusals().values()).allMatch((count) -> count == 0);
	}

	private final class Hearing implements EngineListener {

		@Override
		public void refused(RefusalReason reason) {
			TelemetryTests.this.heard.add("refused " + reason);
		}

		@Override
		public void opened(Connection connection) {
			TelemetryTests.this.heard.add("opened");
		}

		@Override
		public void closed(Connection connection, CloseReason reason) {
			TelemetryTests.this.heard.add("closed " + reason.code() + (reason.remote() ? " remote" : ""));
		}

		@Override
		public void handled(Connection connection, long nanos, boolean failed) {
			assertThat(nanos).isNotNegative();
			assertThat(failed).isFalse();
			TelemetryTests.this.handled.incrementAndGet();
		}

	}

	/** What a listener throws must not matter to anybody. */
	private static final class Faulty implements EngineListener {

		@Override
		public void refused(RefusalReason reason) {
			throw new IllegalStateException("a faulty listener");
		}

		@Override
		public void opened(Connection connection) {
			throw new IllegalStateException("a faulty listener");
		}

		@Override
		public void closed(Connection connection, CloseReason reason) {
			throw new IllegalStateException("a faulty listener");
		}

		@Override
		public void handled(Connection connection, long nanos, boolean failed) {
			throw new IllegalStateException("a faulty listener");
		}

	}

}
