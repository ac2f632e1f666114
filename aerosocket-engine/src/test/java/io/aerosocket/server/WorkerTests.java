package io.aerosocket.server;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.Connection;
import io.aerosocket.Execution;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Handlers on other threads, which handle several messages in a turn: what they send
 * leaves in time, and nobody keeps a thread from the others.
 */
class WorkerTests {

	private static final int MESSAGES = 2000;

	private final CompletableFuture<Void> gate = new CompletableFuture<>();

	private final Queue<String> handled = new ConcurrentLinkedQueue<>();

	@RegisterExtension
	final TestServer server = TestServer
		.with((builder) -> builder.route("/echo", new RecordingHandler(Execution.WORKER, WorkerTests::echo))
			.route("/blocking-next", new RecordingHandler(Execution.WORKER, this::echoAndBlockOnTheNext))
			.route("/blocking", new RecordingHandler(Execution.WORKER, this::echoAndBlock))
			.route("/awaiting", new RecordingHandler(Execution.WORKER, WorkerTests::echoAndAwait))
			.route("/taking-turns", new RecordingHandler(Execution.WORKER, this::record))
			.options((options) -> options.workerThreads(1)));

	@Test
	void aReplyLeavesThoughTheNextCallBlocks() {
		try (RawPeer peer = this.server.open("/blocking-next")) {
			peer.write(ClientFrames.text("a"), ClientFrames.text("block"), ClientFrames.text("b"));
			assertThat(peer.readFrame().text()).isEqualTo("a");
			this.gate.complete(null);
			assertThat(peer.readFrame().text()).isEqualTo("block");
			assertThat(peer.readFrame().text()).isEqualTo("b");
			peer.closeRegularly();
		}
	}

	@Test
	void whatIsSentLeavesThoughItsCallGoesOnAndMoreWaits() {
		try (RawPeer peer = this.server.open("/blocking")) {
			peer.write(ClientFrames.text("a"), ClientFrames.text("b"), ClientFrames.text("c"));
			assertThat(peer.readFrame().text()).isEqualTo("a");
			this.gate.complete(null);
			assertThat(peer.readFrame().text()).isEqualTo("b");
			assertThat(peer.readFrame().text()).isEqualTo("c");
			peer.closeRegularly();
		}
	}

	@Test
	void aWorkerMayWaitForWhatItSends() {
		try (RawPeer peer = this.server.open("/awaiting")) {
			peer.write(ClientFrames.text("a"), ClientFrames.text("b"), ClientFrames.text("c"));
			for (String text : List.of("a", "b", "c")) {
				assertThat(peer.readFrame().text()).isEqualTo(text);
			}
			peer.closeRegularly();
		}
	}

	@Test
	void aBusyConnectionGivesItsThreadBack() {
		try (RawPeer busy = this.server.open("/taking-turns"); RawPeer other = this.server.open("/taking-turns")) {
			busy.write(IntStream.range(0, 250).mapToObj((i) -> ClientFrames.text("busy")).toArray(byte[][]::new));
			await().until(() -> this.server.snapshot().messagesReceived() >= 200);
			other.write(ClientFrames.text("other"));
			await().until(() -> this.server.snapshot().messagesReceived() >= 251);
			this.gate.complete(null);
			await().until(() -> this.handled.size() == 251);
			assertThat(List.copyOf(this.handled).indexOf("other")).isLessThan(130);
			busy.closeRegularly();
			other.closeRegularly();
		}
	}

	@Test
	void whatManyMessagesAreAnsweredWithComesInOrder() {
		assertEchoesAll(this.server);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whatManyMessagesAreAnsweredWithOnVirtualThreadsComesInOrder() {
		try (TestServer virtual = TestServer.started((builder) -> builder.route("/echo",
				new RecordingHandler(Execution.VIRTUAL_THREAD, WorkerTests::echo)))) {
			assertEchoesAll(virtual);
		}
	}

	private static void assertEchoesAll(TestServer server) {
		try (RawPeer peer = server.open("/echo")) {
			CompletableFuture<Void> writing = Background
				.run(() -> IntStream.range(0, MESSAGES).forEach((i) -> peer.write(ClientFrames.text("" + i))));
			for (int i = 0; i < MESSAGES; i++) {
				assertThat(peer.readFrame().text()).isEqualTo("" + i);
			}
			assertThat(writing).succeedsWithin(RawPeer.DEADLINE);
			peer.closeRegularly();
		}
	}

	private static CompletableFuture<?> echo(Connection connection, Message message) {
		connection.send(message);
		return null;
	}

	private CompletableFuture<?> echoAndBlockOnTheNext(Connection connection, Message message) {
		if (((Message.Text) message).text().equals("block")) {
			this.gate.join();
		}
		return echo(connection, message);
	}

	private CompletableFuture<?> echoAndBlock(Connection connection, Message message) {
		echo(connection, message);
		this.gate.join();
		return null;
	}

	private static CompletableFuture<?> echoAndAwait(Connection connection, Message message) {
		connection.sendAsync(message).toCompletableFuture().join();
		return null;
	}

	private CompletableFuture<?> record(Connection connection, Message message) {
		this.gate.join();
		this.handled.add(((Message.Text) message).text());
		return null;
	}

}
