package io.aerosocket.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Execution;
import io.aerosocket.Fragment;
import io.aerosocket.FragmentHandler;
import io.aerosocket.MessageSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Streamed messages on connections that agreed on permessage-deflate (RFC 7692).
 */
class StreamCompressionTests {

	private static final int MAX_MESSAGE = 1_000_000;

	private final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/record", this.handler, compressed())
		.route("/EVENT_LOOP", new Collecting(Execution.EVENT_LOOP), compressed())
		.route("/WORKER", new Collecting(Execution.WORKER), compressed()));

	@ParameterizedTest
	@ValueSource(strings = { "/EVENT_LOOP", "/WORKER" })
	void whatWasCompressedArrivesInPieces(String path) {
		try (DeflatePeer peer = open(path)) {
			for (int size : new int[] { 0, 1, 1000, 100_000, MAX_MESSAGE }) {
				String text = words(size);
				assertThat(peer.sendText(text).readText()).isEqualTo(size + " " + text.hashCode());
			}
			peer.write(ClientFrames.text("plain"));
			assertThat(peer.readText()).isEqualTo("5 " + "plain".hashCode());
		}
	}

	@Test
	void theWireMayCutItAnywhere() {
		String text = words(20_000);
		try (DeflatePeer peer = open("/EVENT_LOOP")) {
			byte[] frame = DeflatePeer.text(peer.deflate(ClientFrames.utf8(text)));
			for (int i = 0; i < frame.length; i += 777) {
				peer.write(Arrays.copyOfRange(frame, i, Math.min(frame.length, i + 777)));
			}
			assertThat(peer.readText()).isEqualTo("20000 " + text.hashCode());
		}
	}

	@Test
	void theLimitIsOnWhatItBecomes() {
		try (DeflatePeer peer = open("/EVENT_LOOP")) {
			peer.write(DeflatePeer.text(peer.deflate(ClientFrames.utf8(words(MAX_MESSAGE + 1)))));
			assertThat(peer.raw().readFrame().closeCode()).isEqualTo(1009);
		}
	}

	@Test
	void whatWaitsForTheHandlerIsBoundedAlsoWhenALittleBecomesMuch() {
		CompletableFuture<Void> done = new CompletableFuture<>();
		try (TestServer slow = TestServer.started((builder) -> builder.route("/", new Waiting(done), bounded()));
				DeflatePeer peer = DeflatePeer.open(slow.server(), "/", "")) {
			byte[] much = new byte[20 << 20];
			peer.write(DeflatePeer.text(peer.deflate(much)));
			// It is counted when the part that filled the queue has been gone through.
			await().until(() -> slow.snapshot().pausedReads() == 1
					&& slow.snapshot().compression().receivedBytes() >= 64 * 1024);
			long restored = slow.snapshot().compression().receivedBytes();
			assertThat(restored).isBetween(64L * 1024, 64L * 1024 + 1100 * 1024);
			done.complete(null);
		}
	}

	@Test
	void aStreamIsSentAsItIsBetweenCompressedMessages() {
		String text = words(50_000);
		try (DeflatePeer peer = open("/record")) {
			Connection connection = this.handler.awaitOpen();
			connection.sendText(text);
			connection.sendStream(MessageSource.text(new ByteArrayInputStream(ClientFrames.utf8(text))));
			connection.sendText(text);
			assertThat(peer.readText()).isEqualTo(text);
			ByteArrayOutputStream streamed = new ByteArrayOutputStream();
			DeflatePeer.Frame frame;
			do {
				frame = peer.read();
				assertThat(frame.compressed()).isFalse();
				streamed.writeBytes(frame.payload());
			}
			while (frame.first() < ClientFrames.FIN);
			assertThat(streamed.toByteArray()).isEqualTo(ClientFrames.utf8(text));
			DeflatePeer.Frame last = peer.read();
			assertThat(last.compressed()).isTrue();
			assertThat(last.text()).isEqualTo(text);
		}
	}

	private DeflatePeer open(String path) {
		return DeflatePeer.open(this.server.server(), path, "");
	}

	private static RouteOptions compressed() {
		return new RouteOptions(ConnectionOptions.builder()
			.maxMessageSize(MAX_MESSAGE)
			.compression(CompressionOptions.of(CompressionMode.DEDICATED).withMinSize(10))
			.build(), null, null);
	}

	private static RouteOptions bounded() {
		return new RouteOptions(ConnectionOptions.builder()
			.maxMessageSize(1 << 30)
			.maxFrameSize(1 << 30)
			.maxPendingBytes(64 * 1024)
			.compression(CompressionOptions.of(CompressionMode.SHARED).withMaxRatio(2000))
			.build(), null, null);
	}

	private static String words(int size) {
		SplittableRandom random = new SplittableRandom(size);
		StringBuilder words = new StringBuilder();
		while (words.length() < size) {
			words.append(random.nextInt(1000)).append(' ');
		}
		return words.substring(0, size);
	}

	/**
	 * Is never done with a fragment until the test says so.
	 *
	 * @param done completes when it is
	 */
	private record Waiting(CompletableFuture<Void> done) implements FragmentHandler {

		@Override
		public CompletionStage<?> onFragment(Connection connection, Fragment fragment) {
			return this.done;
		}

		@Override
		public Execution execution(Event event) {
			return Execution.EVENT_LOOP;
		}

	}

	/**
	 * Answers a message with its length and hash, for one connection at a time.
	 */
	private static final class Collecting implements FragmentHandler {

		private final Execution execution;

		private final StringBuilder text = new StringBuilder();

		Collecting(Execution execution) {
			this.execution = execution;
		}

		@Override
		public @Nullable CompletionStage<?> onFragment(Connection connection, Fragment fragment) {
			this.text.append(new String(fragment.toByteArray(), StandardCharsets.US_ASCII));
			if (fragment.isLast()) {
				connection.sendText(this.text.length() + " " + this.text.toString().hashCode());
				this.text.setLength(0);
			}
			return null;
		}

		@Override
		public Execution execution(Event event) {
			return this.execution;
		}

	}

}
