package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.Execution;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SendResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a connection sends, in which order, and what it says about it.
 */
class SendingTests {

	private final RecordingHandler handler = new RecordingHandler();

	private final AtomicReference<SendResult> replied = new AtomicReference<>();

	private final AtomicReference<Message> kept = new AtomicReference<>();

	private final AtomicReference<RuntimeException> refused = new AtomicReference<>();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/", this.handler)
		.route("/reply", new RecordingHandler(Execution.EVENT_LOOP, (connection, message) -> {
			this.replied.set(connection.send(message));
			return null;
		}))
		.route("/keep", new RecordingHandler(Execution.EVENT_LOOP, (connection, message) -> {
			if (((Message.Text) message).text().startsWith("send")) {
				sendKept(connection);
			}
			this.kept.set(message);
			connection.sendText("kept");
			return null;
		})));

	@Test
	void whatOneThreadSendsArrivesInItsOrder() throws Exception {
		int threads = 4;
		int each = 1000;
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			List<CompletableFuture<Void>> senders = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				String name = thread + ":";
				senders.add(Background.run(() -> {
					for (int i = 0; i < each; i++) {
						assertThat(connection.sendText(name + i).isAccepted()).isTrue();
					}
				}));
			}
			int[] next = new int[threads];
			for (int i = 0; i < threads * each; i++) {
				String[] parts = peer.readFrame().text().split(":");
				int thread = Integer.parseInt(parts[0]);
				assertThat(Integer.parseInt(parts[1])).isEqualTo(next[thread]++);
			}
			CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).get(5, TimeUnit.SECONDS);
			peer.closeRegularly();
		}
		assertThat(this.server.snapshot().messagesSent()).isEqualTo(threads * each);
	}

	@Test
	void everyWayOfSendingKeepsTheOrder() {
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			for (int i = 0; i < 100; i++) {
				connection.sendText("t" + i);
				connection.sendBinary(ClientFrames.ascii("b" + i));
				connection.send(Message.text("m" + i));
				connection.send(PreparedMessage.text("p" + i));
				connection.sendTextAsync("a" + i);
				connection.sendBinaryAsync(ByteBuffer.wrap(ClientFrames.ascii("y" + i)));
			}
			for (int i = 0; i < 100; i++) {
				assertThat(peer.readFrames(6)).extracting(RawFrame::text)
					.containsExactly("t" + i, "b" + i, "m" + i, "p" + i, "a" + i, "y" + i);
			}
			peer.closeRegularly();
		}
	}

	@Test
	void aReplyIsSentAndAMessageFromElsewhereIsQueued() {
		try (RawPeer peer = this.server.open("/reply")) {
			peer.assertEchoes("hello");
			assertThat(this.replied).hasValue(SendResult.SENT);
			peer.closeRegularly();
		}
		try (RawPeer peer = this.server.open("/")) {
			assertThat(this.handler.awaitOpen().sendText("from elsewhere")).isEqualTo(SendResult.QUEUED);
			assertThat(peer.readFrame().text()).isEqualTo("from elsewhere");
			peer.closeRegularly();
		}
	}

	@Test
	void aStageCompletesWhenTheMessageWasWritten() {
		try (RawPeer peer = this.server.open("/")) {
			CompletionStage<Void> sent = this.handler.awaitOpen().sendTextAsync("hello");
			assertThat(sent.toCompletableFuture()).succeedsWithin(RawPeer.DEADLINE);
			assertThat(peer.readFrame().text()).isEqualTo("hello");
			peer.closeRegularly();
		}
	}

	@Test
	void stagesOfMessagesThatWereNotWrittenFailWithTheConnection() {
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/")) {
			Connection connection = this.handler.awaitOpen();
			List<CompletableFuture<Void>> sent = new ArrayList<>();
			ByteBuffer part = ByteBuffer.allocate(256 * 1024);
			Backlog.fill(connection, 512 * 1024,
					(number) -> sent.add(connection.sendBinaryAsync(part).toCompletableFuture()));
			peer.reset();
			assertThat(sent.get(0)).succeedsWithin(RawPeer.DEADLINE);
			assertThat(sent.get(sent.size() - 1)).failsWithin(RawPeer.DEADLINE)
				.withThrowableThat()
				.withCauseInstanceOf(ConnectionClosedException.class)
				.withMessageContaining(connection.id());
			this.handler.awaitClose();
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			a pair                       | \\ud83d\\ude00     | f09f9880
			a high one alone             | a\\ud83db          | 613f62
			a low one alone              | a\\ude00b          | 613f62
			a high one at the end        | a\\ud83d           | 613f
			a pair in the wrong order    | \\ude00\\ud83d     | 3f3f
			""")
	void anUnpairedSurrogateTravelsAsAQuestionMark(String rule, String escaped, String hex) {
		String text = unescape(escaped);
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			connection.sendText(text);
			connection.sendText(new StringBuilder(text));
			connection.send(Message.text(text));
			connection.send(PreparedMessage.text(text));
			for (RawFrame frame : peer.readFrames(4)) {
				assertThat(frame.payload()).isEqualTo(ClientFrames.hex(hex));
			}
			peer.closeRegularly();
		}
	}

	@Test
	void aBufferIsSentFromPositionToLimitAndStaysAsItIs() {
		ByteBuffer heap = ByteBuffer.wrap(ClientFrames.ascii("0123456789")).position(2).limit(5);
		ByteBuffer direct = ByteBuffer.allocateDirect(10).put(ClientFrames.ascii("0123456789")).position(2).limit(5);
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			for (ByteBuffer data : List.of(heap, direct, heap.asReadOnlyBuffer())) {
				connection.sendBinary(data);
				connection.sendBinaryAsync(data);
				connection.send(Message.binary(data));
				assertThat(peer.readFrames(3)).extracting(RawFrame::text).containsOnly("234");
				assertThat(data.position()).isEqualTo(2);
				assertThat(data.limit()).isEqualTo(5);
			}
			peer.closeRegularly();
		}
	}

	@Test
	void anArrayMayBeChangedOnceItWasSent() {
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			byte[] data = new byte[40_000];
			for (int i = 1; i <= 20; i++) {
				Arrays.fill(data, (byte) i);
				connection.sendBinary(data);
			}
			for (int i = 1; i <= 20; i++) {
				assertThat(peer.readFrame().payload()).containsOnly(i);
			}
			peer.closeRegularly();
		}
	}

	@Test
	void aMessageThatIsLargerThanTheQueueGoesOutWhole() {
		byte[] large = new byte[3 << 20];
		new SplittableRandom(1).nextBytes(large);
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			assertThat(connection.sendBinary(large).isAccepted()).isTrue();
			assertThat(peer.readFrame().payload()).isEqualTo(large);
			peer.closeRegularly();
		}
	}

	@Test
	void aPreparedMessageGoesToManyConnections() {
		PreparedMessage message = PreparedMessage.binary(new byte[] { 1, 2, 3 });
		try (RawPeer first = this.server.open("/"); RawPeer second = this.server.open("/")) {
			this.handler.awaitOpen().send(message);
			this.handler.awaitOpen().send(message);
			assertThat(first.readFrame().payload()).containsExactly(1, 2, 3);
			assertThat(second.readFrame().payload()).containsExactly(1, 2, 3);
			first.closeRegularly();
			second.closeRegularly();
		}
	}

	@Test
	void aReceivedMessageIsReadableDuringItsCallOnly() {
		try (RawPeer peer = this.server.open("/keep")) {
			peer.write(ClientFrames.text("short-lived"));
			assertThat(peer.readFrame().text()).isEqualTo("kept");
			peer.write(ClientFrames.ping(""));
			peer.readFrame();
			Message message = this.kept.get();
			assertThatIllegalStateException().isThrownBy(message::payload);
			assertThatIllegalStateException().isThrownBy(message::copy);
			assertThatIllegalStateException().isThrownBy(() -> ((Message.Text) message).text());
			peer.closeRegularly();
		}
	}

	@ParameterizedTest(name = "{0}")
	@ValueSource(booleans = { true, false })
	void aMessageThatHasEndedIsNotSent(boolean onEventLoop) throws Exception {
		try (RawPeer peer = this.server.open("/keep")) {
			peer.write(ClientFrames.text("short-lived"));
			assertThat(peer.readFrame().text()).isEqualTo("kept");
			peer.write(ClientFrames.text(onEventLoop ? "send it now" : "keep another"));
			assertThat(peer.readFrame().text()).isEqualTo("kept");
			if (!onEventLoop) {
				Message ended = this.kept.get();
				Connection connection = this.server.server().connections().all().iterator().next();
				Background.run(() -> {
					assertThatIllegalStateException().isThrownBy(() -> connection.send(ended))
						.withMessageContaining("copy()");
					assertThatIllegalStateException().isThrownBy(() -> connection.sendAsync(ended));
				}).get(5, TimeUnit.SECONDS);
			}
			else {
				assertThat(this.refused.get()).isInstanceOf(IllegalStateException.class)
					.hasMessageContaining("use copy() to keep it");
			}
			peer.write(ClientFrames.ping("next"));
			assertThat(peer.readFrame().opcode()).as("nothing else was sent").isEqualTo(0xA);
			peer.closeRegularly();
		}
	}

	@Test
	void aCopyLasts() {
		try (RawPeer peer = this.server.open("/")) {
			peer.write(ClientFrames.text("long-lived"), ClientFrames.text("next"), ClientFrames.close(1000));
			peer.assertCloses(1000);
			Message.Text copy = (Message.Text) this.handler.awaitMessage();
			assertThat(copy.text()).isEqualTo("long-lived");
			assertThat(copy.size()).isEqualTo(10);
			assertThat(copy.toByteArray()).isEqualTo(ClientFrames.ascii("long-lived"));
			assertThat(copy.payload().isReadOnly()).isTrue();
		}
	}

	private void sendKept(Connection connection) {
		try {
			connection.send(this.kept.get());
		}
		catch (RuntimeException ex) {
			this.refused.set(ex);
		}
	}

	private static String unescape(String escaped) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < escaped.length(); i++) {
			if (escaped.startsWith("\\u", i)) {
				text.append((char) Integer.parseInt(escaped.substring(i + 2, i + 6), 16));
				i += 5;
			}
			else {
				text.append(escaped.charAt(i));
			}
		}
		return text.toString();
	}

}
