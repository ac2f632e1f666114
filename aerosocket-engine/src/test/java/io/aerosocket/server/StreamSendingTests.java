package io.aerosocket.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.MessageSource;
import io.aerosocket.SendResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Messages that are read while they are sent (RFC 6455 section 5.4): files, input streams
 * and publishers, over real sockets.
 */
@SuppressWarnings("try") // a source that is closed tells the end of the message
class StreamSendingTests {

	private static final int FRAGMENT = 1000;

	/** More than the kernel's buffers and ours take while nobody reads. */
	private static final int LARGE = 24 << 20;

	private final RecordingHandler handler = new RecordingHandler();

	@TempDir
	private Path directory;

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/record", this.handler)
		.options((options) -> options
			.connection((connection) -> connection.streamFragmentSize(FRAGMENT).closeTimeout(Duration.ofSeconds(1)))));

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 125, 126, FRAGMENT - 1, FRAGMENT, FRAGMENT + 1, 10 * FRAGMENT, 70_001 })
	void aFileArrivesAsItIs(int size) throws IOException {
		byte[] content = random(size);
		assertArrives(MessageSource.binary(file(content)), content, Math.max(1, (size + FRAGMENT - 1) / FRAGMENT));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, FRAGMENT, FRAGMENT + 1, 70_001 })
	void aTextFileArrivesAsItIs(int size) throws IOException {
		String content = "x".repeat(size);
		try (RawPeer peer = this.server.open("/record")) {
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(),
					MessageSource.text(Files.writeString(this.directory.resolve("text"), content)));
			RawMessage received = RawMessage.readFrom(peer);
			assertThat(received.opcode()).isEqualTo(ClientFrames.TEXT);
			assertThat(new String(received.payload(), StandardCharsets.UTF_8)).isEqualTo(content);
			assertThat(sent).succeedsWithin(RawPeer.DEADLINE);
			peer.closeRegularly();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, FRAGMENT, FRAGMENT + 1, 70_001 })
	void anInputStreamArrivesAsItIsAndIsClosed(int size) {
		byte[] content = random(size);
		ClosingStream stream = new ClosingStream(new ByteArrayInputStream(content));
		assertArrives(MessageSource.binary(stream), content, 0);
		assertThat(stream.closed()).succeedsWithin(RawPeer.DEADLINE);
	}

	@ParameterizedTest(name = "{0} items of {1} bytes")
	@CsvSource({ "0, 1", "1, 0", "1, 1", "3, 0", "20, 7", "5, 1000", "3, 2501", "100, 700" })
	void aPublisherArrivesAsItIs(int items, int size) throws IOException {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>(); RawPeer peer = open()) {
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(), MessageSource.binary(publisher));
			await().until(publisher::hasSubscribers);
			CompletableFuture<Void> publishing = Background.run(() -> {
				for (int i = 0; i < items; i++) {
					byte[] item = random(size);
					content.writeBytes(item);
					publisher.submit(ByteBuffer.wrap(item));
				}
				publisher.close();
			});
			RawMessage received = RawMessage.readFrom(peer);
			assertThat(publishing).succeedsWithin(RawPeer.DEADLINE);
			assertThat(received.payload()).isEqualTo(content.toByteArray());
			assertThat(received.largestFragment()).isLessThanOrEqualTo(FRAGMENT);
			assertThat(sent).succeedsWithin(RawPeer.DEADLINE);
			peer.closeRegularly();
		}
	}

	@Test
	void aSourceMaySayHowLargeItsFragmentsAre() throws IOException {
		byte[] content = random(100_000);
		assertArrives(MessageSource.binary(file(content)).withFragmentSize(10_000), content, 10);
	}

	@Test
	void whatIsAtHandIsSentBeforeMoreIsWaitedFor() throws IOException {
		try (PipedOutputStream out = new PipedOutputStream(); RawPeer peer = open()) {
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(),
					MessageSource.text(new PipedInputStream(out)));
			out.write(ClientFrames.utf8("first line\n"));
			out.flush();
			assertThat(peer.readFrame()).hasToString("unfinished opcode 1 (11) first line\n");
			out.write(ClientFrames.utf8("second line\n"));
			out.flush();
			assertThat(peer.readFrame()).hasToString("unfinished opcode 0 (12) second line\n");
			out.close();
			assertThat(peer.readFrame()).hasToString("opcode 0 (0) ");
			assertThat(sent).succeedsWithin(RawPeer.DEADLINE);
			peer.closeRegularly();
		}
	}

	@Test
	void messagesBeforeAndAfterKeepTheirOrder() throws IOException {
		byte[] content = random(50_000);
		try (RawPeer peer = open()) {
			Connection connection = this.handler.awaitOpen();
			connection.sendText("before");
			CompletableFuture<Void> first = send(connection, MessageSource.binary(file(content)));
			connection.sendText("between");
			CompletableFuture<Void> second = send(connection, MessageSource.binary(new ByteArrayInputStream(content)));
			SendResult last = connection.sendText("after");
			assertThat(last).isEqualTo(SendResult.QUEUED);
			assertThat(peer.readFrame().text()).isEqualTo("before");
			assertThat(RawMessage.readFrom(peer).payload()).isEqualTo(content);
			assertThat(peer.readFrame().text()).isEqualTo("between");
			assertThat(RawMessage.readFrom(peer).payload()).isEqualTo(content);
			assertThat(peer.readFrame().text()).isEqualTo("after");
			assertThat(first).succeedsWithin(RawPeer.DEADLINE);
			assertThat(second).succeedsWithin(RawPeer.DEADLINE);
			peer.closeRegularly();
		}
		assertThat(this.server.snapshot().messagesSent()).isEqualTo(5);
		assertThat(this.server.snapshot().bytesSent()).isEqualTo(2 * content.length + 18);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void controlFramesGoBetweenFragments(boolean file) throws IOException {
		byte[] content = random(LARGE);
		MessageSource source = file ? MessageSource.binary(file(content))
				: MessageSource.binary(new ByteArrayInputStream(content));
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/record")) {
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(), source.withFragmentSize(32_000));
			peer.write(ClientFrames.ping("now"));
			RawFrame frame = peer.readFrame();
			ByteArrayOutputStream payload = new ByteArrayOutputStream();
			int pongAfter = -1;
			while (!frame.fin() || frame.opcode() == ClientFrames.PONG) {
				if (frame.opcode() == ClientFrames.PONG) {
					pongAfter = payload.size();
				}
				else {
					payload.writeBytes(frame.payload());
				}
				frame = peer.readFrame();
			}
			payload.writeBytes(frame.payload());
			assertThat(pongAfter).as("bytes before the pong").isBetween(0, LARGE / 2);
			assertThat(payload.toByteArray()).isEqualTo(content);
			assertThat(sent).succeedsWithin(RawPeer.DEADLINE);
			peer.closeRegularly();
		}
	}

	@Test
	void ofASlowPeerNoMoreThanAFewFragmentsAreInMemory() throws Exception {
		EndlessStream endless = new EndlessStream();
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/record")) {
			Connection connection = this.handler.awaitOpen();
			CompletableFuture<Void> sent = send(connection, MessageSource.binary(endless).withFragmentSize(65_536));
			AtomicLong before = new AtomicLong();
			await().atMost(RawPeer.DEADLINE)
				.pollInterval(Duration.ofMillis(100))
				.until(() -> endless.bytes() > 0 && before.getAndSet(endless.bytes()) == endless.bytes());
			assertThat(connection.queuedBytes()).isLessThanOrEqualTo(4 * 65_536);
			assertThat(sent).isNotDone();
			peer.reset();
			assertThat(sent).failsWithin(RawPeer.DEADLINE)
				.withThrowableThat()
				.withCauseInstanceOf(ConnectionClosedException.class);
			assertThat(endless.closed()).succeedsWithin(RawPeer.DEADLINE);
		}
	}

	@Test
	void othersOfTheSameEventLoopHaveTheirTurns() throws IOException {
		Path file = sparse(1L << 30);
		try (RawPeer greedy = open(); RawPeer modest = open()) {
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(),
					MessageSource.binary(file).withFragmentSize(1 << 16));
			Connection connection = this.handler.awaitOpen();
			CompletableFuture<Void> reading = Background.run(() -> {
				while (!greedy.readFrame().fin()) {
					// Read and thrown away.
				}
			});
			for (int i = 0; i < 20; i++) {
				connection.sendText("" + i);
				assertThat(modest.readFrame().text()).isEqualTo("" + i);
			}
			assertThat(sent).isNotDone();
			greedy.reset();
			assertThat(reading).failsWithin(RawPeer.DEADLINE);
			modest.closeRegularly();
		}
	}

	@Test
	void aCharacterMayBeCutBetweenFragments() {
		String text = "\u20ac".repeat(5000);
		try (RawPeer peer = open()) {
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(),
					MessageSource.text(new ByteArrayInputStream(ClientFrames.utf8(text))));
			assertThat(RawMessage.readFrom(peer).payload()).isEqualTo(ClientFrames.utf8(text));
			assertThat(sent).succeedsWithin(RawPeer.DEADLINE);
			peer.closeRegularly();
		}
	}

	private RawPeer open() {
		return this.server.open("/record");
	}

	private void assertArrives(MessageSource source, byte[] content, int fragments) {
		try (RawPeer peer = open()) {
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(), source);
			RawMessage received = RawMessage.readFrom(peer);
			assertThat(received.opcode()).isEqualTo(ClientFrames.BINARY);
			assertThat(received.payload()).isEqualTo(content);
			if (fragments > 0) {
				assertThat(received.fragments()).isEqualTo(fragments);
			}
			assertThat(sent).succeedsWithin(RawPeer.DEADLINE);
			peer.closeRegularly();
		}
	}

	private static CompletableFuture<Void> send(Connection connection, MessageSource source) {
		return connection.sendStream(source).toCompletableFuture();
	}

	private Path file(byte[] content) throws IOException {
		return Files.write(this.directory.resolve("binary"), content);
	}

	private Path sparse(long size) throws IOException {
		Path file = this.directory.resolve("sparse");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
				StandardOpenOption.SPARSE)) {
			channel.write(ByteBuffer.allocate(1), size - 1);
		}
		return file;
	}

	private static byte[] random(int size) {
		byte[] bytes = new byte[size];
		new SplittableRandom(size).nextBytes(bytes);
		return bytes;
	}

}
