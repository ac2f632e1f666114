package io.aerosocket.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.HandshakeException;
import io.aerosocket.Message;
import io.aerosocket.TransportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The face of a connection for threads that wait.
 */
class BlockingConnectionTests {

	private static final CompletableFuture<Message> kept = new CompletableFuture<>();

	private static final EchoServer server = EchoServer
		.start((builder) -> builder.route("/flood", ConnectionHandler.of((connection, message) -> {
			int count = Integer.parseInt(((Message.Text) message).text());
			for (int i = 0; i < count; i++) {
				connection.sendText("message " + i);
			}
			connection.close(new CloseCode(4003), "that was all");
		})).route("/keep", ConnectionHandler.of((connection, message) -> {
			if (!kept.complete(message)) {
				connection.sendText("the first has ended");
			}
		})).options((options) -> options.connection((connection) -> connection.maxQueuedBytes(64 << 20))));

	@RegisterExtension
	final TestClient test = TestClient.withOptions((options) -> options.sendTimeout(Duration.ofMillis(300))
		.connection((connection) -> connection.maxPendingMessages(10).maxQueuedBytes(64 * 1024)));

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@Test
	void aMessageThatCannotBeSentTakesNoRoom() throws Exception {
		try (BlockingConnection connection = this.test.client()
			.open(URI.create("ws://localhost:" + server.port() + "/keep"))) {
			connection.sendBinary(new byte[20_000]);
			connection.sendText("next");
			connection.receive();
			Message ended = kept.join();
			for (int i = 0; i < 10; i++) {
				assertThatIllegalStateException().isThrownBy(() -> connection.send(ended));
			}
			assertThat(connection.send(Message.binary(new byte[20_000]), Duration.ofSeconds(5))).isTrue();
		}
	}

	@AfterEach
	void stopThreads() throws InterruptedException {
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(8, TimeUnit.SECONDS)).isTrue();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void whatIsSentComesBack() throws Exception {
		BlockingConnection connection = open("/echo");
		connection.sendText("h\u00e9llo");
		connection.sendBinary(new byte[] { 1, 2 });
		assertThat(text(connection.receive())).isEqualTo("h\u00e9llo");
		assertThat(connection.receive().toByteArray()).containsExactly(1, 2);
		assertThat(connection.closeReason()).isNull();
		connection.close();
		assertThat(connection.closeReason()).isEqualTo(new CloseReason(CloseCode.NORMAL, "", false));
	}

	@Test
	void messagesAreReceivedUntilTheEndWhichSaysWhy() throws Exception {
		BlockingConnection connection = open("/flood");
		connection.sendText("1000");
		for (int i = 0; i < 1000; i++) {
			assertThat(text(connection.receive())).isEqualTo("message " + i);
		}
		CloseReason reason = new CloseReason(new CloseCode(4003), "that was all", true);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(connection::receive)
				.withMessageContaining("4003 that was all, by the peer")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
		}
		assertThat(connection.closeReason()).isEqualTo(reason);
		assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.receive(Duration.ZERO));
		assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> connection.sendText("x"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
	}

	@Test
	void anIterationEndsWithTheConnection() throws Exception {
		BlockingConnection connection = open("/flood");
		connection.sendText("100");
		List<String> received = new ArrayList<>();
		for (Message message : connection) {
			received.add(text(message));
		}
		assertThat(received).hasSize(100).endsWith("message 99");
		assertThat(connection.closeReason()).isNotNull();
	}

	@Test
	void receivingMayGiveUp() throws Exception {
		try (BlockingConnection connection = open("/echo")) {
			assertThat(connection.receive(Duration.ZERO)).isNull();
			assertThat(connection.receive(Duration.ofMillis(20))).isNull();
			connection.sendText("x");
			assertThat(text(connection.receive(TestClient.DEADLINE))).isEqualTo("x");
		}
	}

	@Test
	void anInterruptEndsTheWaitAndNotTheConnection() throws Exception {
		try (BlockingConnection connection = open("/echo")) {
			CountDownLatch started = new CountDownLatch(1);
			Future<Boolean> interrupted = this.threads.submit(() -> {
				Thread.currentThread().interrupt();
				started.countDown();
				try {
					connection.receive();
					return false;
				}
				catch (InterruptedException ex) {
					return true;
				}
			});
			started.await();
			assertThat(interrupted.get(8, TimeUnit.SECONDS)).isTrue();
			connection.sendText("still there");
			assertThat(text(connection.receive())).isEqualTo("still there");
		}
	}

	@Test
	void anInterruptEndsAnIterationAndStaysSet() throws Exception {
		try (BlockingConnection connection = open("/echo")) {
			Future<Boolean> interrupted = this.threads.submit(() -> {
				Thread.currentThread().interrupt();
				return !connection.iterator().hasNext() && Thread.currentThread().isInterrupted();
			});
			assertThat(interrupted.get(8, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void severalThreadsGetAMessageEach() throws Exception {
		BlockingConnection connection = open("/flood");
		List<Future<Integer>> receivers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			receivers.add(this.threads.submit(() -> {
				int count = 0;
				for (Message message : connection) {
					count += (message.size() > 0) ? 1 : 0;
				}
				return count;
			}));
		}
		connection.sendText("1000");
		int sum = 0;
		for (Future<Integer> receiver : receivers) {
			sum += receiver.get(8, TimeUnit.SECONDS);
		}
		assertThat(sum).isEqualTo(1000);
	}

	@Test
	void withoutAReceiverReadingStops() throws Exception {
		try (RawServer raw = RawServer.start((peer) -> {
			peer.upgrade();
			byte[] frame = RawServer.Peer.bytes("82 7e 0400" + "00".repeat(1024));
			int sent = 0;
			// More than the kernel's buffers hold: the last of it is only taken once the
			// client reads.
			while (sent < 32 * 1024) {
				peer.write(frame);
				sent++;
			}
			peer.closeRegularly(1000);
		})) {
			BlockingConnection connection = this.test.client().open(raw.uri("/"));
			Awaitility.await()
				.atMost(TestClient.DEADLINE)
				.until(() -> this.test.client().snapshot().pausedReads() == 1);
			assertThat(this.test.client().snapshot().messagesReceived()).isLessThan(30 * 1024);
			for (int i = 0; i < 32 * 1024; i++) {
				assertThat(connection.receive().size()).isEqualTo(1024);
			}
			connection.close();
		}
	}

	@Test
	void closingDoesNotWaitBehindMessagesThatNobodyReceives() throws Exception {
		BlockingConnection connection = open("/echo");
		for (int i = 0; i < 100; i++) {
			connection.sendText("message " + i);
		}
		Awaitility.await()
			.atMost(TestClient.DEADLINE)
			.until(() -> this.test.client().snapshot().messagesReceived() >= 20);
		connection.close();
		assertThat(connection.closeReason()).isEqualTo(new CloseReason(CloseCode.NORMAL, "", false));
		assertThat(text(connection.receive())).as("what was there can still be received").isEqualTo("message 0");
	}

	@Test
	void sendingWaitsForRoomAndKeepsEverything() throws Exception {
		try (RawServer raw = RawServer.start((peer) -> {
			peer.upgrade();
			for (int i = 0; i < 5000; i++) {
				assertThat(peer.readFrame().payload()).hasSize(10_000);
			}
			peer.closeRegularly(1000);
		})) {
			BlockingConnection connection = this.test.client().open(raw.uri("/"));
			byte[] payload = new byte[10_000];
			for (int i = 0; i < 5000; i++) {
				connection.sendBinary(payload);
			}
			connection.close();
			assertThat(this.test.client().snapshot().drops().values()).containsOnly(0L);
		}
	}

	@Test
	void sendingGivesUpWhenThereIsNoRoomForTooLong() throws Exception {
		CountDownLatch gaveUp = new CountDownLatch(1);
		try (RawServer raw = RawServer.start((peer) -> {
			peer.upgrade();
			gaveUp.await();
			peer.awaitEnd();
		})) {
			BlockingConnection connection = this.test.client().open(raw.uri("/"));
			byte[] payload = new byte[30_000];
			assertThatExceptionOfType(TransportException.class).isThrownBy(() -> {
				while (true) {
					connection.sendBinary(payload);
				}
			}).withMessageContaining("within 300 ms");
			assertThat(connection.send(Message.binary(payload), Duration.ZERO)).isFalse();
			assertThat(connection.connection().isOpen()).as("open").isTrue();
			gaveUp.countDown();
			connection.close();
		}
	}

	@Test
	void aMessageLargerThanAllTheRoomGoesAlone() throws Exception {
		try (BlockingConnection connection = open("/echo")) {
			connection.sendBinary(new byte[200_000]);
			assertThat(connection.receive(TestClient.DEADLINE)).isNotNull()
				.satisfies((message) -> assertThat(message.size()).isEqualTo(200_000));
		}
	}

	@Test
	void aMessageThatMakesTheServerCloseWasSent() throws Exception {
		for (int i = 0; i < 200; i++) {
			BlockingConnection connection = open("/flood");
			connection.sendText("0");
			assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(connection::receive)
				.withMessageContaining("that was all");
		}
	}

	@Test
	void theEndOfTheClientDoesNotWaitForReceivers() throws Exception {
		BlockingConnection connection = open("/echo");
		for (int i = 0; i < 100; i++) {
			connection.sendText("message " + i);
		}
		Awaitility.await()
			.atMost(TestClient.DEADLINE)
			.until(() -> this.test.client().snapshot().messagesReceived() >= 20);
		int cut = this.test.client().stop(TestClient.DEADLINE).toCompletableFuture().get(4, TimeUnit.SECONDS);
		assertThat(cut).isZero();
		assertThat(connection.closeReason())
			.isEqualTo(new CloseReason(CloseCode.GOING_AWAY, "the client is shutting down", false));
	}

	@Test
	void onlyDataIsSent() throws Exception {
		try (BlockingConnection connection = open("/echo")) {
			assertThatIllegalArgumentException().isThrownBy(() -> connection.send(Message.close(CloseCode.NORMAL, "")));
		}
	}

	@Test
	void aRefusalIsThrownAsItIs() {
		assertThatExceptionOfType(HandshakeException.class).isThrownBy(() -> open("/unknown"))
			.satisfies((ex) -> assertThat(ex.httpStatus()).isEqualTo(404));
	}

	@Test
	void anInterruptGivesTheAttemptUp() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		try (RawServer raw = RawServer.start((peer) -> {
			peer.readRequest();
			asked.countDown();
			peer.awaitEnd();
		})) {
			Future<BlockingConnection> opening = this.threads.submit(() -> this.test.client().open(raw.uri("/")));
			asked.await();
			opening.cancel(true);
			raw.awaitFinished();
			this.test.awaitEmpty();
		}
	}

	@Test
	void virtualThreadsMayWait() throws Exception {
		org.assertj.core.api.Assumptions.assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
		ExecutorService virtual = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
			.invoke(null);
		try {
			List<Future<String>> echoes = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				String text = "message " + i;
				echoes.add(virtual.submit(() -> {
					try (BlockingConnection connection = open("/echo")) {
						connection.sendText(text);
						return text(connection.receive());
					}
				}));
			}
			for (int i = 0; i < 200; i++) {
				assertThat(echoes.get(i).get(20, TimeUnit.SECONDS)).isEqualTo("message " + i);
			}
		}
		finally {
			virtual.shutdownNow();
		}
	}

	@Test
	void aClosedClientOpensNothing() {
		try (TestClient other = TestClient.started((options) -> {
		})) {
			other.client().close();
			assertThatThrownBy(() -> other.client().open(server.uri("/echo")))
				.isInstanceOf(IllegalStateException.class);
		}
	}

	private BlockingConnection open(String path) throws InterruptedException {
		return this.test.client().open(server.uri(path));
	}

	private static String text(Message message) {
		return ((Message.Text) message).text();
	}

}
