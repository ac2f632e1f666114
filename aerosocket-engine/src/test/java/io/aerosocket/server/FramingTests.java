package io.aerosocket.server;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Single frames (RFC 6455 sections 5.1 to 5.3, 5.5 and 5.6), beyond the rows of the
 * conformance suite.
 */
class FramingTests {

	private static final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	static final TestServer server = TestServer
		.with((builder) -> builder.route("/echo", TestServer.ECHO).route("/record", handler));

	@ParameterizedTest(name = "text of {0} bytes")
	@ValueSource(ints = { 0, 1, 124, 125, 126, 127, 128, 1000, 65534, 65535, 65536, 65537, 200_000, 262_144 })
	void textsOfEveryLengthFormTravelBothWays(int length) {
		String text = "abcdefghij".repeat(length / 10 + 1).substring(0, length);
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.text(text));
			RawFrame answer = peer.readFrame();
			assertThat(answer.opcode()).isEqualTo(ClientFrames.TEXT);
			assertThat(answer.text()).isEqualTo(text);
			peer.closeRegularly();
		}
	}

	@ParameterizedTest(name = "binary message of {0} bytes")
	@ValueSource(ints = { 0, 1, 125, 126, 127, 65535, 65536, 100_001, 262_144 })
	void binaryMessagesOfEveryLengthFormTravelBothWays(int length) {
		byte[] payload = new byte[length];
		new SplittableRandom(length).nextBytes(payload);
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.binary(payload));
			RawFrame answer = peer.readFrame();
			assertThat(answer.opcode()).isEqualTo(ClientFrames.BINARY);
			assertThat(answer.payload()).isEqualTo(payload);
			peer.closeRegularly();
		}
	}

	@Test
	void everyLengthUpTo300IsUnmaskedRightly() {
		SplittableRandom random = new SplittableRandom(1);
		try (RawPeer peer = server.open("/echo")) {
			for (int length = 0; length <= 300; length++) {
				byte[] payload = new byte[length];
				random.nextBytes(payload);
				peer.write(ClientFrames.binary(payload));
				assertThat(peer.readFrame().payload()).isEqualTo(payload);
			}
			peer.closeRegularly();
		}
	}

	@Test
	void nothingAfterAViolationIsProcessed() {
		try (RawPeer peer = server.open("/record")) {
			peer.write(ClientFrames.text("before"), ClientFrames.hex("83 80 00000000"), ClientFrames.text("after"),
					ClientFrames.ping("after"));
			peer.assertCloses(1002);
			peer.hangUp();
			assertThat(handler.awaitText()).isEqualTo("before");
			CloseReason reason = handler.awaitClose();
			assertThat(reason.code().value()).isEqualTo(1002);
			assertThat(reason.remote()).isFalse();
			assertThat(handler.messagesWaiting()).isZero();
		}
	}

	@Test
	void whatCameBeforeAViolationIsAnswered() {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.text("before"), ClientFrames.hex("81 00"));
			assertThat(peer.readFrame().text()).isEqualTo("before");
			peer.assertCloses(1002);
		}
	}

	@Test
	void theReasonOfACloseNeverTellsWhatThePeerSent() {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.frame(ClientFrames.FIN | 0x3, ClientFrames.ascii("secret")));
			assertThat(peer.assertCloses(1002).closeText()).doesNotContain("secret");
		}
	}

	@Test
	void aThousandFramesInOneWriteAreAllAnswered() {
		byte[][] frames = new byte[1000][];
		Arrays.setAll(frames, (i) -> ClientFrames.text("message " + i));
		try (RawPeer peer = server.open("/echo")) {
			peer.write(frames);
			for (int i = 0; i < frames.length; i++) {
				assertThat(peer.readFrame().text()).isEqualTo("message " + i);
			}
			peer.closeRegularly();
		}
	}

}
