package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Execution;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SendResult;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.telemetry.DropReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Senders that wait for peers that read slowly.
 */
class BlockTests {

	private static final int MESSAGE = 16 * 1024;

	private static final int MAX_QUEUED = 128 * 1024;

	/** Far more than the queue and the kernel take. */
	private static final int MESSAGES = 1000;

	private final RecordingHandler handler = new RecordingHandler();

	private final CompletableFuture<SendResult> answer = new CompletableFuture<>();

	private final RecordingHandler flooding = new RecordingHandler(Execution.EVENT_LOOP, this::flood);

	private final RecordingHandler worker = new RecordingHandler(Execution.WORKER, this::flood);

	@RegisterExtension
	final TestServer server = TestServer
		.with((builder) -> builder.route("/patient", this.handler, blocking(Duration.ofHours(1)))
			.route("/hasty", this.handler, blocking(Duration.ofMillis(100)))
			.route("/loop", this.flooding, blocking(Duration.ofHours(1)))
			.route("/worker", this.worker, blocking(Duration.ofHours(1))));

	@Test
	void theSenderWaitsAndNothingIsLost() {
		try (RawPeer peer = openNarrow("/patient")) {
			Sending sending = new Sending(this.handler.awaitOpen(), MESSAGES);
			sending.awaitBlocked();
			for (int i = 0; i < MESSAGES; i++) {
				assertThat(ByteBuffer.wrap(peer.readFrame().payload()).getInt()).isEqualTo(i);
			}
			assertThat(sending.results()).hasSize(MESSAGES).containsOnly(SendResult.QUEUED);
			peer.closeRegularly();
		}
		assertThat(this.server.snapshot().drops().values()).containsOnly(0L);
	}

	@Test
	void severalSendersWaitAndNothingIsLost() {
		try (RawPeer peer = openNarrow("/patient")) {
			Connection connection = this.handler.awaitOpen();
			List<Sending> senders = List.of(new Sending(connection, MESSAGES / 4),
					new Sending(connection, MESSAGES / 4), new Sending(connection, MESSAGES / 4));
			senders.forEach(Sending::awaitBlocked);
			int[] seen = new int[MESSAGES / 4];
			for (int i = 0; i < 3 * (MESSAGES / 4); i++) {
				seen[ByteBuffer.wrap(peer.readFrame().payload()).getInt()]++;
			}
			assertThat(seen).containsOnly(3);
			senders.forEach((sending) -> assertThat(sending.results()).containsOnly(SendResult.QUEUED));
			peer.closeRegularly();
		}
	}

	@Test
	void aHandlerOnAWorkerWaitsForItsOwnPeer() {
		try (RawPeer peer = openNarrow("/worker")) {
			peer.write(ClientFrames.text("flood"));
			for (int i = 0; i < MESSAGES; i++) {
				assertThat(ByteBuffer.wrap(peer.readFrame().payload()).getInt()).isEqualTo(i);
			}
			assertThat(this.answer.join()).isEqualTo(SendResult.QUEUED);
			peer.closeRegularly();
		}
	}

	@Test
	void whoWaitedInVainIsToldAndThePeerIsClosed() {
		try (RawPeer peer = openNarrow("/hasty")) {
			Sending sending = new Sending(this.handler.awaitOpen(), MESSAGES);
			List<SendResult> results = sending.results();
			assertThat(results).last().isEqualTo(SendResult.CLOSED);
			assertThat(sending.nanosOfLast()).isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());
			List<RawFrame> frames = peer.readUntilClose();
			assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(1013);
		}
		assertThat(this.server.snapshot().drops().get(DropReason.CLOSED)).isPositive();
	}

	@ParameterizedTest
	@ValueSource(strings = { "close", "peer" })
	void nobodyWaitsForAConnectionThatEnds(String how) {
		try (RawPeer peer = openNarrow("/patient")) {
			Connection connection = this.handler.awaitOpen();
			Sending sending = new Sending(connection, MESSAGES);
			sending.awaitBlocked();
			if (how.equals("close")) {
				connection.close(CloseCode.GOING_AWAY, "");
			}
			else {
				peer.reset();
			}
			assertThat(sending.results()).last().isEqualTo(SendResult.CLOSED);
			peer.hangUp();
		}
	}

	@Test
	void anInterruptEndsTheWaitAndNotTheConnection() {
		try (RawPeer peer = openNarrow("/patient")) {
			Connection connection = this.handler.awaitOpen();
			Sending sending = new Sending(connection, MESSAGES);
			sending.awaitBlocked();
			sending.thread.interrupt();
			assertThat(sending.results()).last().isEqualTo(SendResult.DROPPED);
			assertThat(sending.interrupted).isTrue();
			assertThat(connection.isOpen()).isTrue();
			assertThat(this.server.snapshot().drops()).containsEntry(DropReason.NEWEST, 1L);
			peer.reset();
		}
	}

	@Test
	void noEventLoopEverWaits() {
		try (RawPeer peer = openNarrow("/loop")) {
			peer.write(ClientFrames.text("flood"));
			assertThat(this.answer).succeedsWithin(RawPeer.DEADLINE).isEqualTo(SendResult.CLOSED);
			peer.readUntilClose();
		}
	}

	@Test
	void aBroadcastDoesNotWait() {
		try (RawPeer peer = openNarrow("/patient")) {
			Connection connection = this.handler.awaitOpen();
			PreparedMessage message = PreparedMessage.binary(new byte[MESSAGE]);
			await().atMost(RawPeer.DEADLINE).pollInterval(Duration.ZERO).until(() -> {
				this.server.server().connections().broadcast(message, (all) -> true);
				return !connection.isOpen();
			});
			peer.readUntilClose();
		}
	}

	private CompletionStage<?> flood(Connection connection, Object message) {
		SendResult result = SendResult.QUEUED;
		for (int i = 0; i < MESSAGES && result.isAccepted(); i++) {
			result = connection.sendBinary(numbered(i));
		}
		this.answer.complete(result);
		return null;
	}

	private RawPeer openNarrow(String path) {
		return RawPeer.connectNarrow(this.server.server()).upgrade(path);
	}

	private static byte[] numbered(int number) {
		return ByteBuffer.allocate(MESSAGE).putInt(number).array();
	}

	private static RouteOptions blocking(Duration timeout) {
		return new RouteOptions(ConnectionOptions.builder()
			.maxQueuedBytes(MAX_QUEUED)
			.slowConsumerPolicy(SlowConsumerPolicy.BLOCK)
			.blockTimeout(timeout)
			.closeTimeout(Duration.ofSeconds(1))
			.build(), null, null);
	}

	/** A thread that sends one message after the other until one is not accepted. */
	private static final class Sending {

		private final List<SendResult> results = new ArrayList<>();

		private final Thread thread;

		private volatile long nanosOfLast;

		private volatile boolean interrupted;

		Sending(Connection connection, int messages) {
			this.thread = new Thread(() -> send(connection, messages), "sender");
			this.thread.setDaemon(true);
			this.thread.start();
		}

		private void send(Connection connection, int messages) {
			for (int i = 0; i < messages; i++) {
				long began = System.nanoTime();
				SendResult result = connection.sendBinary(numbered(i));
				this.nanosOfLast = System.nanoTime() - began;
				this.results.add(result);
				if (!result.isAccepted()) {
					this.interrupted = Thread.interrupted();
					return;
				}
			}
		}

		void awaitBlocked() {
			await().atMost(RawPeer.DEADLINE).until(() -> this.thread.getState() == Thread.State.TIMED_WAITING);
		}

		List<SendResult> results() {
			try {
				this.thread.join(RawPeer.DEADLINE.toMillis());
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
			assertThat(this.thread.isAlive()).as("the sender still waits").isFalse();
			return this.results;
		}

		long nanosOfLast() {
			return this.nanosOfLast;
		}

	}

}
