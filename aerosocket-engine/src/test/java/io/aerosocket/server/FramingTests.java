package io.aerosocket.server;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Single frames (RFC 6455 sections 5.1 to 5.3, 5.5 and 5.6). Key {@code 00000000} keeps
 * payloads readable in the tables.
 */
class FramingTests {

	private static final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	static final TestServer server = TestServer
		.with((builder) -> builder.route("/echo", TestServer.ECHO).route("/record", handler));

	@ParameterizedTest(name = "RFC 6455 {0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			5.7   | the RFC's masked text          | 81 85 37fa213d 7f9f4d5158     | 81 05 48656c6c6f
			5.7   | the RFC's masked Ping          | 89 85 37fa213d 7f9f4d5158     | 8a 05 48656c6c6f
			5.3   | a key of zeroes                | 82 83 00000000 010203         | 82 03 010203
			5.3   | a key of ones                  | 82 83 ffffffff fefdfc         | 82 03 010203
			5.6   | an empty text                  | 81 80 37fa213d                | 81 00
			5.6   | an empty binary message        | 82 80 37fa213d                | 82 00
			5.6   | a binary one need not be UTF-8 | 82 82 00000000 ff80           | 82 02 ff80
			5.5.2 | an empty Ping                  | 89 80 37fa213d                | 8a 00
			5.5.2 | a Ping need not be UTF-8       | 89 82 00000000 ff80           | 8a 02 ff80
			5.5.1 | an empty Close                 | 88 80 37fa213d                | 88 00
			""")
	void answers(String section, String rule, String wire, String answer) {
		byte[] expected = ClientFrames.hex(answer);
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.hex(wire));
			assertThat(peer.read(expected.length)).isEqualTo(expected);
		}
	}

	@ParameterizedTest(name = "RFC 6455 {0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			5.1   | a text without a mask              | 81 05 48656c6c6f
			5.1   | an empty text without a mask       | 81 00
			5.1   | a Ping without a mask              | 89 00
			5.1   | a Close without a mask             | 88 02 03e8
			5.2   | reserved data opcode 3             | 83 80 00000000
			5.2   | reserved data opcode 4             | 84 81 00000000 41
			5.2   | reserved data opcode 5             | 85 80 00000000
			5.2   | reserved data opcode 6             | 86 80 00000000
			5.2   | reserved data opcode 7             | 07 80 00000000
			5.2   | reserved control opcode 11         | 8b 80 00000000
			5.2   | reserved control opcode 12         | 8c 81 00000000 41
			5.2   | reserved control opcode 13         | 8d 80 00000000
			5.2   | reserved control opcode 14         | 8e 80 00000000
			5.2   | reserved control opcode 15         | 8f 80 00000000
			5.2   | RSV1 of a text                     | c1 80 00000000
			5.2   | RSV2 of a text                     | a1 80 00000000
			5.2   | RSV3 of a text                     | 91 80 00000000
			5.2   | RSV1 to RSV3 of a text             | f1 80 00000000
			5.2   | RSV1 of a binary message           | c2 81 00000000 41
			5.2   | RSV1 of a continuation             | c0 80 00000000
			5.2   | RSV1 of a Ping                     | c9 80 00000000
			5.2   | RSV2 of a Pong                     | aa 80 00000000
			5.2   | RSV3 of a Close                    | 98 80 00000000
			5.2   | 0 in 2 bytes                       | 81 fe 0000 00000000
			5.2   | 125 in 2 bytes                     | 81 fe 007d 00000000
			5.2   | 125 in 8 bytes                     | 82 ff 000000000000007d 00000000
			5.2   | 65535 in 8 bytes                   | 82 ff 000000000000ffff 00000000
			5.2   | the top bit of 8 bytes             | 82 ff 8000000000000000 00000000
			5.2   | all bits of 8 bytes                | 82 ff ffffffffffffffff 00000000
			5.4   | a continuation of nothing          | 80 80 00000000
			5.4   | an unfinished one of nothing       | 00 81 00000000 41
			5.5   | a Ping in fragments                | 09 80 00000000
			5.5   | a Pong in fragments                | 0a 80 00000000
			5.5   | a Close in fragments               | 08 80 00000000
			5.5   | a Ping of 126 bytes                | 89 fe 007e
			5.5   | a Pong of 126 bytes                | 8a fe 007e
			5.5   | a Close of 126 bytes               | 88 fe 007e
			5.5   | a Ping of 65536 bytes              | 89 ff 0000000000010000
			5.5.1 | a Close of 1 byte                  | 88 81 00000000 03
			""")
	void refusesWith1002(String section, String rule, String wire) {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.hex(wire));
			RawFrame close = peer.assertCloses(1002);
			assertThat(close.closeText()).as("reason that says what was wrong").isNotBlank();
		}
	}

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
