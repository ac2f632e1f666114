package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Message;
import io.aerosocket.SendResult;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.EngineSnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Peers that read more slowly than they are sent to: the queue is bounded, and what does
 * not fit meets the policy.
 */
class SlowConsumerTests {

	private static final int MESSAGE = 16 * 1024;

	private static final int MAX_QUEUED = 256 * 1024;

	/** What the transport may hold on its way from the queue to the kernel. */
	private static final int TRANSPORT_BUFFER = 128 * 1024;

	private final RecordingHandler handler = new RecordingHandler();

	private final Queue<String> dropped = new ConcurrentLinkedQueue<>();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder
		.route("/close", this.handler, policy(SlowConsumerPolicy.CLOSE, CloseCode.TRY_AGAIN_LATER))
		.route("/close-3008", this.handler, policy(SlowConsumerPolicy.CLOSE, new CloseCode(3008)))
		.route("/drop-oldest", this.handler, policy(SlowConsumerPolicy.DROP_OLDEST, CloseCode.TRY_AGAIN_LATER))
		.route("/drop-newest", this.handler, policy(SlowConsumerPolicy.DROP_NEWEST, CloseCode.TRY_AGAIN_LATER))
		.listener(new EngineListener() {

			@Override
			public void dropped(Connection connection, DropReason reason, int messages, long bytes) {
				SlowConsumerTests.this.dropped.add(reason + " " + messages);
			}

		}));

	@Test
	void closeGivesUpTheQueueAndSays1013() {
		try (RawPeer peer = openNarrow("/close")) {
			Connection connection = this.handler.awaitOpen();
			Flood flood = flood(connection);
			assertThat(flood.results().get(flood.results().size() - 1).isAccepted()).isFalse();
			await().until(() -> !connection.isOpen());
			List<RawFrame> frames = peer.readUntilClose();
			assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(1013);
			assertThat(numbers(frames)).as("what arrives is what was sent first")
				.isEqualTo(numbersUpTo(frames.size() - 1));
			// All of them, if the kernel took the queue while the close was on its way.
			assertThat(frames.size() - 1).isLessThanOrEqualTo(flood.accepted());
			peer.write(ClientFrames.close(1013));
			peer.assertEnds();
			CloseReason reason = this.handler.awaitClose();
			assertThat(reason.code()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
			assertThat(reason.remote()).isFalse();
		}
		assertThat(this.server.snapshot().drops().getOrDefault(DropReason.CLOSED, 0L)).isPositive();
	}

	@Test
	void closeMaySayAnotherCode() {
		try (RawPeer peer = openNarrow("/close-3008")) {
			flood(this.handler.awaitOpen());
			List<RawFrame> frames = peer.readUntilClose();
			assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(3008);
		}
	}

	@Test
	void aPeerThatNeverReadsIsCut() {
		try (RawPeer peer = openNarrow("/close")) {
			flood(this.handler.awaitOpen());
			CloseReason reason = this.handler.awaitClose();
			assertThat(reason.code().value()).isIn(1006, 1013);
			assertThat(reason.remote()).isFalse();
			this.server.awaitEmpty();
			peer.reset();
		}
	}

	@Test
	void dropNewestKeepsWhatWasAcceptedInItsOrder() {
		try (RawPeer peer = openNarrow("/drop-newest")) {
			Connection connection = this.handler.awaitOpen();
			Flood flood = flood(connection);
			assertThat(flood.results()).contains(SendResult.DROPPED);
			assertThat(connection.isOpen()).isTrue();
			List<Integer> read = numbers(readAll(peer, connection));
			assertThat(read).isEqualTo(flood.numbersAccepted());
			assertStillWorks(peer, connection);
		}
		assertThat(this.server.snapshot().drops().getOrDefault(DropReason.NEWEST, 0L)).isPositive();
		assertThat(this.dropped).contains("NEWEST 1");
	}

	@Test
	void dropOldestKeepsTheLatest() {
		try (RawPeer peer = openNarrow("/drop-oldest")) {
			Connection connection = this.handler.awaitOpen();
			int sent = Backlog.fill(connection, MAX_QUEUED / 2, (number) -> connection.sendBinary(numbered(number)));
			while (this.server.snapshot().drops().getOrDefault(DropReason.OLDEST, 0L) < 50) {
				assertThat(connection.sendBinary(numbered(sent++)).isAccepted()).isTrue();
				assertBounded(connection);
			}
			List<Integer> read = numbers(readAll(peer, connection));
			EngineSnapshot snapshot = this.server.snapshot();
			assertThat(read).isSorted().doesNotHaveDuplicates();
			assertThat(read).hasSize(sent - snapshot.drops().get(DropReason.OLDEST).intValue());
			assertThat(read).startsWith(0).endsWith(sent - 2, sent - 1);
			assertStillWorks(peer, connection);
		}
		assertThat(this.dropped).isNotEmpty().allMatch((drop) -> drop.startsWith("OLDEST"));
	}

	@Test
	void stagesOfDroppedMessagesFail() {
		try (RawPeer peer = openNarrow("/drop-oldest")) {
			Connection connection = this.handler.awaitOpen();
			List<CompletableFuture<Void>> stages = new ArrayList<>();
			Backlog.fill(connection, MAX_QUEUED / 2, (number) -> stages.add(sendAsync(connection, number)));
			while (stages.stream().noneMatch(CompletableFuture::isCompletedExceptionally)) {
				stages.add(sendAsync(connection, stages.size()));
			}
			CompletableFuture<Void> dropped = stages.stream()
				.filter(CompletableFuture::isCompletedExceptionally)
				.findFirst()
				.orElseThrow();
			assertThat(dropped).failsWithin(RawPeer.DEADLINE)
				.withThrowableThat()
				.withCauseInstanceOf(ConnectionClosedException.class);
			assertThat(connection.isOpen()).isTrue();
			readAll(peer, connection);
			assertThat(stages.get(stages.size() - 1)).succeedsWithin(RawPeer.DEADLINE);
			peer.closeRegularly();
		}
	}

	@Test
	void aPongOvertakesQueuedMessages() {
		try (RawPeer peer = openNarrow("/drop-newest")) {
			Connection connection = this.handler.awaitOpen();
			Flood flood = flood(connection);
			long waiting = connection.queuedBytes();
			assertThat(waiting).isGreaterThan(MAX_QUEUED / 2);
			peer.write(ClientFrames.ping("overtake"), ClientFrames.text("sync"));
			assertThat(this.handler.awaitText()).isEqualTo("sync");
			int behind = 0;
			boolean seen = false;
			for (int i = 0; i <= flood.accepted(); i++) {
				RawFrame frame = peer.readFrame();
				seen |= frame.opcode() == ClientFrames.PONG;
				behind += seen ? 1 : 0;
			}
			assertThat(seen).isTrue();
			assertThat((long) behind * MESSAGE).as("bytes that the pong overtook")
				.isGreaterThan(waiting - TRANSPORT_BUFFER - 2 * MESSAGE);
			peer.closeRegularly();
		}
	}

	@Test
	void aPingThatStillWaitsIsReplaced() {
		try (RawPeer peer = openNarrow("/drop-newest")) {
			Connection connection = this.handler.awaitOpen();
			Flood flood = flood(connection);
			for (int i = 0; i < 1000; i++) {
				connection.ping(ByteBuffer.wrap(ClientFrames.ascii("ping " + i)));
			}
			int pings = 0;
			for (int data = 0; data < flood.accepted();) {
				RawFrame frame = peer.readFrame();
				pings += (frame.opcode() == ClientFrames.PING) ? 1 : 0;
				data += (frame.opcode() == ClientFrames.BINARY) ? 1 : 0;
			}
			assertThat(pings).isBetween(1, 20);
			peer.closeRegularly();
		}
	}

	@Test
	void othersAreNotHeldUp() {
		try (RawPeer slow = openNarrow("/drop-newest"); RawPeer quick = this.server.open("/drop-newest")) {
			Connection first = this.handler.awaitOpen();
			Connection second = this.handler.awaitOpen();
			flood(first);
			assertThat(second.queuedBytes()).isZero();
			second.sendText("at once");
			assertThat(quick.readFrame().text()).isEqualTo("at once");
			await().until(() -> second.queuedBytes() == 0);
			assertThat(this.server.snapshot().queuedBytes()).isEqualTo(first.queuedBytes());
			slow.reset();
			quick.closeRegularly();
		}
	}

	private static CompletableFuture<Void> sendAsync(Connection connection, int number) {
		return connection.sendAsync(Message.binary(numbered(number))).toCompletableFuture();
	}

	private RawPeer openNarrow(String path) {
		return RawPeer.connectNarrow(this.server.server()).upgrade(path);
	}

	/** Fills the kernel's buffers, then the queue, until a message is not accepted. */
	private Flood flood(Connection connection) {
		List<SendResult> results = new ArrayList<>();
		Backlog.fill(connection, MAX_QUEUED / 2, (number) -> results.add(connection.sendBinary(numbered(number))));
		while (results.get(results.size() - 1).isAccepted()) {
			results.add(connection.sendBinary(numbered(results.size())));
			assertBounded(connection);
		}
		return new Flood(results);
	}

	private void assertBounded(Connection connection) {
		assertThat(connection.queuedBytes()).isLessThanOrEqualTo(MAX_QUEUED + MESSAGE + 10 + TRANSPORT_BUFFER);
	}

	/** Reads while anything waits, and then up to a mark that is sent last. */
	private List<RawFrame> readAll(RawPeer peer, Connection connection) {
		List<RawFrame> frames = new ArrayList<>();
		CompletableFuture<Void> mark = Background.run(() -> {
			await().atMost(RawPeer.DEADLINE).until(() -> connection.queuedBytes() == 0);
			connection.sendText("mark");
		});
		for (RawFrame frame = peer.readFrame(); frame.opcode() != ClientFrames.TEXT; frame = peer.readFrame()) {
			frames.add(frame);
		}
		assertThat(mark).succeedsWithin(RawPeer.DEADLINE);
		return frames;
	}

	private static void assertStillWorks(RawPeer peer, Connection connection) {
		assertThat(connection.sendText("still here").isAccepted()).isTrue();
		assertThat(peer.readFrame().text()).isEqualTo("still here");
		peer.closeRegularly();
	}

	private static byte[] numbered(int number) {
		return ByteBuffer.allocate(MESSAGE).putInt(number).array();
	}

	private static List<Integer> numbers(List<RawFrame> frames) {
		return frames.stream()
			.filter((frame) -> frame.opcode() == ClientFrames.BINARY)
			.map((frame) -> ByteBuffer.wrap(frame.payload()).getInt())
			.toList();
	}

	private static List<Integer> numbersUpTo(int count) {
		return IntStream.range(0, count).boxed().toList();
	}

	private static RouteOptions policy(SlowConsumerPolicy policy, CloseCode code) {
		ConnectionOptions options = ConnectionOptions.builder()
			.maxQueuedBytes(MAX_QUEUED)
			.slowConsumerPolicy(policy)
			.slowConsumerCloseCode(code)
			.closeTimeout(Duration.ofSeconds(1))
			.build();
		return new RouteOptions(options, null, null);
	}

	/**
	 * What became of messages that were sent one after the other.
	 *
	 * @param results the result of each
	 */
	private record Flood(List<SendResult> results) {

		int accepted() {
			return numbersAccepted().size();
		}

		List<Integer> numbersAccepted() {
			return IntStream.range(0, this.results.size())
				.filter((i) -> this.results.get(i).isAccepted())
				.boxed()
				.toList();
		}

	}

}
