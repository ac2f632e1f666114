package io.aerosocket.server;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Execution;
import io.aerosocket.Fragment;
import io.aerosocket.FragmentHandler;
import io.aerosocket.RateLimitOptions;
import io.aerosocket.RateLimitPolicy;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.RateLimitScope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Peers that send more than their rate allows, over real sockets.
 */
class RateLimitTests {

	/** As many as come at once; one more in a second. */
	private static final int BURST = 20;

	private static final RateLimitOptions SLOW = RateLimitOptions.OFF.withMessagesPerSecond(1)
		.withBurst(Duration.ofSeconds(BURST));

	/** More than the time of a test gives back. */
	private static final int MANY = 10 * BURST;

	private static final int CHUNK = 32 * 1024;

	private final RecordingHandler handler = new RecordingHandler();

	private final RecordingHandler worker = new RecordingHandler(Execution.WORKER, (connection, message) -> null);

	private final Queue<String> limited = new ConcurrentLinkedQueue<>();

	private final AtomicInteger wholeMessages = new AtomicInteger();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/close", TestServer.ECHO, limit(SLOW))
		.route("/drop", this.handler, limit(SLOW.withPolicy(RateLimitPolicy.DROP)))
		.route("/delay", this.handler, limit(
				SLOW.withMessagesPerSecond(10).withBurst(Duration.ofSeconds(2)).withPolicy(RateLimitPolicy.DELAY)))
		.route("/bytes/loop", this.handler, pinged(bytes()))
		.route("/bytes/worker", this.worker, pinged(bytes()))
		.route("/pieces", (FragmentHandler) this::piece, limit(SLOW.withPolicy(RateLimitPolicy.DROP)))
		.route("/unlimited", TestServer.ECHO)
		.listener(new EngineListener() {

			@Override
			public void rateLimited(Connection connection, RateLimitScope scope, RateLimitPolicy policy) {
				RateLimitTests.this.limited.add(connection.handshake().path() + " " + scope + " " + policy);
			}

		}));

	@Test
	void whoeverSendsTooMuchIsClosedWith1008() {
		try (RawPeer peer = this.server.open("/close"); RawPeer other = this.server.open("/close")) {
			peer.writeWhatGoes(texts(MANY));
			int echoes = 0;
			RawFrame frame = peer.readFrame();
			for (; !frame.isClose(); frame = peer.readFrame()) {
				echoes++;
			}
			assertThat(echoes).isBetween(BURST, MANY - 1);
			assertThat(frame.closeCode()).isEqualTo(1008);
			assertThat(frame.closeText()).isEqualTo("more than 1 messages a second");
			other.assertEchoes("the others go on");
			other.closeRegularly();
		}
		this.server.awaitEmpty();
		assertThat(this.limited).contains("/close CONNECTION CLOSE");
		assertThat(count(RateLimitScope.CONNECTION, RateLimitPolicy.CLOSE)).isOne();
		assertThat(this.server.snapshot().closes()).containsEntry(1008, 1L);
	}

	@Test
	void whatIsTooMuchIsDroppedAndTheConnectionGoesOn() {
		try (RawPeer peer = this.server.open("/drop")) {
			peer.write(texts(MANY)).write(ClientFrames.ping("behind them"));
			assertThat(peer.readFrame().text()).isEqualTo("behind them");
			long dropped = count(RateLimitScope.CONNECTION, RateLimitPolicy.DROP);
			assertThat(dropped).isBetween(1L, (long) MANY - BURST);
			assertThat(this.handler.messagesWaiting()).isEqualTo(MANY - (int) dropped);
			assertThat(this.server.snapshot().drops()).containsEntry(DropReason.RATE_LIMITED, dropped);
			assertThat(this.handler.awaitOpen().isOpen()).isTrue();
			peer.closeRegularly();
		}
	}

	@Test
	void aMessageInPiecesIsDroppedWholeOrNotAtAll() {
		try (RawPeer peer = this.server.open("/pieces")) {
			for (int i = 0; i < MANY; i++) {
				peer.write(ClientFrames.firstOfText("be"), ClientFrames.last("gin"));
			}
			peer.write(ClientFrames.ping("behind them"));
			assertThat(peer.readFrame().text()).isEqualTo("behind them");
			long dropped = count(RateLimitScope.CONNECTION, RateLimitPolicy.DROP);
			assertThat(dropped).isPositive();
			assertThat(this.wholeMessages).hasValue(MANY - (int) dropped);
			peer.closeRegularly();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/bytes/loop", "/bytes/worker" })
	void aPeerThatIsDelayedCannotSendMoreAndIsNotTakenForDead(String path) {
		AtomicInteger written = new AtomicInteger();
		try (RawPeer peer = this.server.open(path)) {
			CompletableFuture<Void> writing = Background.run(() -> {
				// Far more than the kernel's buffers take while nobody reads.
				for (int i = 0; i < 2000; i++) {
					peer.write(ClientFrames.binary(new byte[CHUNK]));
					written.set(i + 1);
				}
			});
			await().atMost(RawPeer.DEADLINE).until(() -> this.server.snapshot().pausedReads() == 1);
			// Longer than a Ping and its Pong may take.
			await().during(Duration.ofMillis(700))
				.atMost(RawPeer.DEADLINE)
				.until(() -> this.server.server().connections().count() == 1);
			assertThat(writing).as("the peer's writing, while nobody reads").isNotDone();
			assertThat(this.server.snapshot().bytesReceived()).as("by far not all of it").isLessThan(500L * CHUNK);
			assertThat(count(RateLimitScope.CONNECTION, RateLimitPolicy.DELAY)).isPositive();
			peer.reset();
		}
		this.server.awaitEmpty();
	}

	@Test
	void whatWasDelayedComesInItsOrder() {
		try (RawPeer peer = this.server.open("/delay")) {
			peer.write(texts(BURST + 3));
			for (int i = 0; i < BURST + 3; i++) {
				assertThat(this.handler.awaitText()).isEqualTo("text " + i);
			}
			peer.closeRegularly();
		}
		assertThat(this.limited).contains("/delay CONNECTION DELAY");
	}

	@Test
	void aFloodOfPingsIsTooMuch() {
		try (RawPeer peer = this.server.open("/close")) {
			byte[][] pings = new byte[MANY][];
			for (int i = 0; i < MANY; i++) {
				pings[i] = ClientFrames.ping("");
			}
			peer.writeWhatGoes(pings);
			RawFrame frame = peer.readFrame();
			while (!frame.isClose()) {
				frame = peer.readFrame();
			}
			assertThat(frame.closeCode()).isEqualTo(1008);
		}
	}

	@Test
	void allConnectionsTogetherMayBeLimited() {
		try (TestServer shared = TestServer.started((builder) -> builder.route("/", this.handler)
			.options((options) -> options.shared((limits) -> limits.withRateLimit(SLOW.withMessagesPerSecond(10)
				.withPolicy(RateLimitPolicy.DROP)
				.withBurst(Duration.ofSeconds(2))))))) {
			try (RawPeer first = shared.open("/"); RawPeer second = shared.open("/")) {
				first.write(texts(BURST)).write(ClientFrames.ping("sent"));
				assertThat(first.readFrame().text()).isEqualTo("sent");
				second.write(texts(MANY)).write(ClientFrames.ping("sent"));
				assertThat(second.readFrame().text()).isEqualTo("sent");
				long dropped = shared.snapshot().flow().rateLimited(RateLimitScope.TOTAL, RateLimitPolicy.DROP);
				assertThat(dropped).isPositive();
				assertThat(this.handler.messagesWaiting()).isEqualTo(BURST + MANY - (int) dropped);
				first.closeRegularly();
				second.closeRegularly();
			}
		}
	}

	@Test
	void whoeverIsDelayedByTheOthersHasItsTurn() {
		try (TestServer shared = TestServer.started((builder) -> builder.route("/", TestServer.ECHO)
			.options((options) -> options.shared((limits) -> limits
				.withRateLimit(limits.rateLimit().withMessagesPerSecond(200).withBurst(Duration.ofMillis(50))))))) {
			try (RawPeer greedy = shared.open("/"); RawPeer modest = shared.open("/")) {
				greedy.writeWhatGoes(texts(1000));
				modest.assertEchoes("one").assertEchoes("two").assertEchoes("three");
				assertThat(shared.snapshot().messagesReceived()).isLessThan(1003);
				greedy.reset();
				modest.closeRegularly();
			}
		}
	}

	@Test
	void whoeverComesWhileNothingIsLeftLeavesNoDebt() {
		try (TestServer shared = TestServer.started((builder) -> builder.route("/", TestServer.ECHO)
			.options((options) -> options
				.shared((limits) -> limits.withRateLimit(limits.rateLimit().withBytesPerSecond(1)))))) {
			try (RawPeer first = shared.open("/");
					RawPeer second = shared.open("/");
					RawPeer third = shared.open("/")) {
				first.write(ClientFrames.binary(new byte[CHUNK]));
				assertThat(first.readFrame().payload()).as("for hours there is nothing left").hasSize(CHUNK);
				second.write(ClientFrames.text("no"));
				third.write(ClientFrames.text("no"));
				await().atMost(RawPeer.DEADLINE).until(() -> shared.snapshot().pausedReads() == 2);
				assertThat(shared.snapshot().messagesReceived()).isOne();
				second.hangUp();
				await().atMost(RawPeer.DEADLINE).until(() -> shared.server().connections().count() == 2);
				assertThat(shared.snapshot().drops()).containsEntry(DropReason.RATE_LIMITED, 1L);
				shared.server()
					.reconfigure((options) -> options.shared((limits) -> limits.withRateLimit(RateLimitOptions.OFF)));
				assertThat(third.readFrame().text()).isEqualTo("no");
				first.closeRegularly();
				third.closeRegularly();
			}
		}
	}

	private CompletionStage<?> piece(Connection connection, Fragment fragment) {
		if (fragment.isLast()) {
			this.wholeMessages.incrementAndGet();
		}
		return null;
	}

	private long count(RateLimitScope scope, RateLimitPolicy policy) {
		return this.server.snapshot().flow().rateLimited(scope, policy);
	}

	private static RateLimitOptions bytes() {
		return RateLimitOptions.OFF.withBytesPerSecond(CHUNK)
			.withBurst(Duration.ofMillis(10))
			.withPolicy(RateLimitPolicy.DELAY);
	}

	private static byte[][] texts(int count) {
		byte[][] texts = new byte[count][];
		for (int i = 0; i < count; i++) {
			texts[i] = ClientFrames.text("text " + i);
		}
		return texts;
	}

	private static RouteOptions limit(RateLimitOptions limit) {
		return new RouteOptions(ConnectionOptions.builder().rateLimit(limit).build(), null, null);
	}

	private static RouteOptions pinged(RateLimitOptions limit) {
		return new RouteOptions(ConnectionOptions.builder()
			.rateLimit(limit)
			.pingInterval(Duration.ofMillis(200))
			.pongTimeout(Duration.ofMillis(200))
			.build(), null, null);
	}

}
