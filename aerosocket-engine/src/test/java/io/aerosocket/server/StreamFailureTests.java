package io.aerosocket.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SubmissionPublisher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.MessageSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Streamed messages that do not get to their end: sources that fail, peers that leave,
 * and who has a second thought. The source is closed in every case.
 */
@SuppressWarnings("try") // a source that is closed tells the end of the message
class StreamFailureTests {

	private static final int FRAGMENT = 1000;

	private static final int LARGE = 24 << 20;

	private final RecordingHandler handler = new RecordingHandler();

	@TempDir
	private Path directory;

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/record", this.handler)
		.options((options) -> options
			.connection((connection) -> connection.streamFragmentSize(FRAGMENT).closeTimeout(Duration.ofSeconds(1)))));

	@Test
	void aStreamThatWaitsIsNotBegunBehindThePeersClose() {
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/record")) {
			Connection connection = this.handler.awaitOpen();
			Backlog.fill(connection, 256 * 1024, (number) -> connection.sendBinary(new byte[64 * 1024]));
			EndlessStream endless = new EndlessStream();
			CompletableFuture<Void> sent = send(connection, MessageSource.binary(endless));
			peer.write(ClientFrames.close(1000));
			await().until(() -> !connection.isOpen());
			List<RawFrame> frames = peer.readUntilClose();
			assertThat(frames).noneMatch((frame) -> frame.opcode() == 0);
			assertThat(sent).failsWithin(Duration.ofSeconds(5));
			peer.assertEnds();
		}
	}

	@Test
	void aFileThatIsMissingHarmsNobody() {
		try (RawPeer peer = open()) {
			Connection connection = this.handler.awaitOpen();
			CompletableFuture<Void> sent = send(connection, MessageSource.binary(this.directory.resolve("missing")));
			CompletableFuture<Void> folder = send(connection, MessageSource.text(this.directory));
			connection.sendText("still here");
			assertThat(peer.readFrame().text()).isEqualTo("still here");
			assertThat(sent).failsWithin(RawPeer.DEADLINE)
				.withThrowableThat()
				.withCauseInstanceOf(NoSuchFileException.class);
			assertThat(folder).failsWithin(RawPeer.DEADLINE)
				.withThrowableThat()
				.withMessageContaining("not a regular file");
			peer.closeRegularly();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aFileThatShrinksFailsTheConnection(boolean text) throws IOException {
		Path file = sparse(LARGE);
		MessageSource source = text ? MessageSource.text(file) : MessageSource.binary(file);
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/record")) {
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(), source.withFragmentSize(32_000));
			assertThat(peer.readFrame().opcode()).isEqualTo(text ? ClientFrames.TEXT : ClientFrames.BINARY);
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
				channel.truncate(LARGE / 2);
			}
			assertBreaksOff(peer);
			assertThatThrownBy(sent::get).isInstanceOf(ExecutionException.class)
				.cause()
				.hasMessageContaining("became shorter while it was sent");
		}
		assertThat(this.handler.awaitClose().code().value()).isEqualTo(1011);
	}

	@Test
	void aStreamThatFailsFailsTheConnection() {
		IOException failure = new IOException("disk on fire");
		InputStream failing = new InputStream() {

			private int left = 3000;

			@Override
			public int read() throws IOException {
				if (this.left-- == 0) {
					throw failure;
				}
				return 'x';
			}

		};
		ClosingStream stream = new ClosingStream(failing);
		try (RawPeer peer = open()) {
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(), MessageSource.binary(stream));
			assertBreaksOff(peer);
			assertThatThrownBy(sent::get).hasCause(failure);
		}
		assertThat(stream.closed()).succeedsWithin(RawPeer.DEADLINE);
		assertThat(this.handler.awaitClose().code().value()).isEqualTo(1011);
	}

	@Test
	void aPublisherThatFailsFailsTheConnection() {
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>(); RawPeer peer = open()) {
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(), MessageSource.binary(publisher));
			await().until(publisher::hasSubscribers);
			publisher.submit(ByteBuffer.wrap(new byte[10]));
			assertThat(peer.readFrame()).hasToString("unfinished opcode 2 (10) " + "\0".repeat(10));
			publisher.closeExceptionally(new IllegalStateException("no more"));
			assertBreaksOff(peer);
			assertThatThrownBy(sent::get).hasCauseInstanceOf(IllegalStateException.class);
		}
	}

	@Test
	void aTextThatIsNotUtf8IsNotSent() {
		byte[] wrong = ClientFrames.join(ClientFrames.ascii("x".repeat(FRAGMENT)), ClientFrames.hex("c3 28"));
		try (RawPeer peer = open()) {
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(),
					MessageSource.text(new ByteArrayInputStream(wrong)));
			assertThat(peer.readFrame().text()).isEqualTo("x".repeat(FRAGMENT));
			assertBreaksOff(peer);
			assertThatThrownBy(sent::get).hasCauseInstanceOf(UTFDataFormatException.class);
		}
	}

	@Test
	void aTextThatEndsWithinACharacterIsNotSent() {
		try (RawPeer peer = open()) {
			Connection connection = this.handler.awaitOpen();
			CompletableFuture<Void> sent = send(connection,
					MessageSource.text(new ByteArrayInputStream(ClientFrames.hex("e2 82"))));
			connection.sendText("next");
			assertBreaksOff(peer);
			assertThatThrownBy(sent::get).hasCauseInstanceOf(UTFDataFormatException.class);
		}
	}

	@Test
	void aStreamThatBlocksIsClosedWhenTheConnectionEnds() throws IOException {
		try (PipedOutputStream out = new PipedOutputStream(); RawPeer peer = open()) {
			ClosingStream stream = new ClosingStream(new PipedInputStream(out));
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(), MessageSource.binary(stream));
			out.write(1);
			out.flush();
			assertThat(peer.readFrame().fin()).isFalse();
			peer.reset();
			assertThat(sent).failsWithin(RawPeer.DEADLINE)
				.withThrowableThat()
				.withCauseInstanceOf(ConnectionClosedException.class);
			assertThat(stream.closed()).succeedsWithin(RawPeer.DEADLINE);
		}
	}

	@Test
	void aPeerThatClosesIsNotSentTheRest() throws IOException {
		EndlessStream endless = new EndlessStream();
		try (RawPeer peer = open()) {
			Connection connection = this.handler.awaitOpen();
			CompletableFuture<Void> sent = send(connection, MessageSource.binary(endless));
			assertThat(peer.readFrame().fin()).isFalse();
			connection.sendText("waits");
			peer.write(ClientFrames.close(1000));
			List<RawFrame> frames = peer.readUntilClose();
			assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(1000);
			assertThat(frames.subList(0, frames.size() - 1))
				.allMatch((frame) -> frame.opcode() == ClientFrames.CONTINUATION && !frame.fin());
			peer.assertEnds();
			assertThat(sent).failsWithin(RawPeer.DEADLINE);
			assertThat(endless.closed()).succeedsWithin(RawPeer.DEADLINE);
		}
		CloseReason reason = this.handler.awaitClose();
		assertThat(reason.code().value()).isEqualTo(1000);
		assertThat(reason.remote()).isTrue();
	}

	@Test
	void ourCloseWaitsForTheMessage() throws Exception {
		try (PipedOutputStream out = new PipedOutputStream(); RawPeer peer = open()) {
			Connection connection = this.handler.awaitOpen();
			CompletableFuture<Void> sent = send(connection, MessageSource.binary(new PipedInputStream(out)));
			connection.close();
			// Longer than the peer has for its answer, whose time has not begun yet.
			for (int i = 0; i < 6; i++) {
				out.write(i);
				out.flush();
				assertThat(peer.readFrame().payload()).containsExactly(i);
				peer.assertSilentFor(Duration.ofMillis(250));
			}
			out.close();
			assertThat(peer.readFrame()).hasToString("opcode 0 (0) ");
			assertThat(peer.readFrame().closeCode()).isEqualTo(1000);
			peer.write(ClientFrames.close(1000));
			peer.assertEnds();
			assertThat(sent).succeedsWithin(RawPeer.DEADLINE);
		}
	}

	@Test
	void ourCloseDoesNotWaitForASourceThatStalls() throws Exception {
		try (PipedOutputStream out = new PipedOutputStream(); RawPeer peer = open()) {
			Connection connection = this.handler.awaitOpen();
			CompletableFuture<Void> sent = send(connection, MessageSource.binary(new PipedInputStream(out)));
			connection.close();
			peer.assertEnds();
			assertThat(sent).failsWithin(RawPeer.DEADLINE);
		}
	}

	@Test
	void toCancelFailsTheConnection() {
		EndlessStream endless = new EndlessStream();
		try (RawPeer peer = open()) {
			CompletableFuture<Void> sent = send(this.handler.awaitOpen(), MessageSource.binary(endless));
			assertThat(peer.readFrame().fin()).isFalse();
			sent.cancel(true);
			assertBreaksOff(peer);
			assertThat(endless.closed()).succeedsWithin(RawPeer.DEADLINE);
		}
	}

	@Test
	void toCancelWhatWaitsHarmsNobody() throws IOException {
		try (PipedOutputStream out = new PipedOutputStream(); RawPeer peer = open()) {
			Connection connection = this.handler.awaitOpen();
			CompletableFuture<Void> first = send(connection, MessageSource.binary(new PipedInputStream(out)));
			EndlessStream endless = new EndlessStream();
			send(connection, MessageSource.binary(endless)).cancel(true);
			assertThat(endless.closed()).succeedsWithin(RawPeer.DEADLINE);
			connection.sendText("after");
			out.close();
			assertThat(peer.readFrame()).hasToString("opcode 2 (0) ");
			assertThat(peer.readFrame().text()).isEqualTo("after");
			assertThat(first).succeedsWithin(RawPeer.DEADLINE);
			assertThat(endless.bytes()).isZero();
			peer.closeRegularly();
		}
	}

	@Test
	void aConnectionThatIsClosedTakesNothingAndClosesTheSource() {
		EndlessStream stream = new EndlessStream();
		try (RawPeer peer = open()) {
			Connection connection = this.handler.awaitOpen();
			peer.closeRegularly();
			await().until(() -> !connection.isOpen());
			assertThat(send(connection, MessageSource.binary(stream))).failsWithin(RawPeer.DEADLINE)
				.withThrowableThat()
				.withCauseInstanceOf(ConnectionClosedException.class);
			assertThat(stream.closed()).succeedsWithin(RawPeer.DEADLINE);
		}
	}

	private RawPeer open() {
		return this.server.open("/record");
	}

	private static void assertBreaksOff(RawPeer peer) {
		List<RawFrame> frames = peer.readUntilClose();
		RawFrame close = frames.get(frames.size() - 1);
		assertThat(close.closeCode()).isEqualTo(1011);
		assertThat(frames.subList(0, frames.size() - 1)).noneMatch(RawFrame::fin);
		peer.write(ClientFrames.close(1011));
		peer.assertEnds();
	}

	private static CompletableFuture<Void> send(Connection connection, MessageSource source) {
		return connection.sendStream(source).toCompletableFuture();
	}

	private Path sparse(long size) throws IOException {
		Path file = this.directory.resolve("sparse");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
				StandardOpenOption.SPARSE)) {
			channel.write(ByteBuffer.allocate(1), size - 1);
		}
		return file;
	}

}
