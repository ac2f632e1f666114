package io.aerosocket.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.Execution;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Several messages that arrive at once, and whose answers go out together.
 */
class AnswersInOneReadTests {

	private final AtomicReference<Message> kept = new AtomicReference<>();

	@RegisterExtension
	final TestServer server = TestServer.with(
			(builder) -> builder.route("/message", new RecordingHandler(Execution.EVENT_LOOP, (connection, message) -> {
				connection.send(message);
				return null;
			})).route("/string", new RecordingHandler(Execution.EVENT_LOOP, (connection, message) -> {
				connection.sendText(((Message.Text) message).text());
				return null;
			})).route("/keep", new RecordingHandler(Execution.EVENT_LOOP, (connection, message) -> {
				Message before = this.kept.getAndSet(message);
				if (before != null) {
					assertThatIllegalStateException().isThrownBy(() -> connection.send(before));
				}
				connection.sendText("one");
				if (before != null) {
					assertThatIllegalStateException().isThrownBy(() -> connection.send(before));
				}
				connection.send(message);
				return null;
			})));

	@ParameterizedTest
	@ValueSource(strings = { "/message", "/string" })
	void textsOfAllSizesComeBackAsTheyWereAndInOrder(String path) {
		List<String> texts = new ArrayList<>();
		IntStream.rangeClosed(0, 300).mapToObj(AnswersInOneReadTests::text).forEach(texts::add);
		IntStream.of(4095, 3, 4096, 125, 4097, 126, 65_535, 1, 65_536)
			.mapToObj(AnswersInOneReadTests::text)
			.forEach(texts::add);
		try (RawPeer peer = this.server.open(path)) {
			peer.write(ClientFrames.join(texts.stream().map(ClientFrames::text).toArray(byte[][]::new)));
			for (String text : texts) {
				assertThat(peer.readFrame().text()).isEqualTo(text);
			}
			peer.closeRegularly();
		}
	}

	@Test
	void textsAndBinaryMessagesKeepTheirKind() {
		try (RawPeer peer = this.server.open("/message")) {
			byte[] payload = { 0, 1, 2, (byte) 0xff, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
			peer.write(ClientFrames.join(ClientFrames.text("before"), ClientFrames.binary(payload),
					ClientFrames.text("\u20ac after"), ClientFrames.binary(new byte[0])));
			assertThat(peer.readFrame().text()).isEqualTo("before");
			assertThat(peer.readFrame().payload()).isEqualTo(payload);
			assertThat(peer.readFrame().text()).isEqualTo("\u20ac after");
			assertThat(peer.readFrame().payload()).isEmpty();
			peer.closeRegularly();
		}
	}

	@Test
	void aMessageThatHasEndedLeavesNothingAmongThem() {
		try (RawPeer peer = this.server.open("/keep")) {
			peer.write(
					ClientFrames.join(ClientFrames.text("two"), ClientFrames.text("three"), ClientFrames.text("four")));
			List.of("one", "two", "one", "three", "one", "four")
				.forEach((text) -> assertThat(peer.readFrame().text()).isEqualTo(text));
			peer.closeRegularly();
		}
	}

	@Test
	void eachOfThemIsCounted() {
		try (RawPeer peer = this.server.open("/message")) {
			peer.write(ClientFrames.join(ClientFrames.text("a"), ClientFrames.text("bc"), ClientFrames.text("def")));
			peer.readFrames(3);
			assertThat(this.server.snapshot().messagesSent()).isEqualTo(3);
			assertThat(this.server.snapshot().bytesSent()).isEqualTo(6);
			peer.closeRegularly();
		}
	}

	private static String text(int length) {
		StringBuilder text = new StringBuilder(length);
		for (int i = 0; i < length; i++) {
			text.append((char) ('!' + i % 90));
		}
		return text.toString();
	}

}
