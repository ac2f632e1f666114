package io.aerosocket.server;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Closing handshakes that the peer begins (RFC 6455 sections 5.5.1, 7.1 and 7.4).
 */
class ClosingHandshakeTests {

	private final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	final TestServer server = TestServer
		.with((builder) -> builder.route("/record", this.handler).route("/echo", TestServer.ECHO));

	@ParameterizedTest
	@ValueSource(
			ints = { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999 })
	void aCodeThatMayTravelComesBack(int code) {
		try (RawPeer peer = this.server.open("/record")) {
			peer.write(ClientFrames.close(code, "because"));
			peer.assertCloses(code);
			CloseReason reason = this.handler.awaitClose();
			assertThat(reason.code().value()).isEqualTo(code);
			assertThat(reason.text()).isEqualTo("because");
			assertThat(reason.remote()).isTrue();
			assertThat(reason.clean()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 0x7FFF, 0xFFFF })
	void aCodeThatMustNotTravelIsRefusedWith1002(int code) {
		try (RawPeer peer = this.server.open("/record")) {
			peer.write(ClientFrames.close(code));
			peer.assertCloses(1002);
			peer.hangUp();
			assertThat(this.handler.awaitClose().remote()).isFalse();
		}
	}

	@Test
	void aCloseWithoutACodeIsAnsweredWithoutOne() {
		try (RawPeer peer = this.server.open("/record")) {
			peer.write(ClientFrames.close());
			assertThat(peer.readFrame().closeCode()).isIn(1000, 1005);
			peer.assertEnds();
			CloseReason reason = this.handler.awaitClose();
			assertThat(reason.code().value()).isEqualTo(1005);
			assertThat(reason.text()).isEmpty();
			assertThat(reason.remote()).isTrue();
		}
	}

	@Test
	void aReasonMayHave123Bytes() {
		String longest = "\u20ac".repeat(41);
		try (RawPeer peer = this.server.open("/record")) {
			peer.write(ClientFrames.close(1000, longest));
			peer.assertCloses(1000);
			assertThat(this.handler.awaitClose().text()).isEqualTo(longest);
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			a wrong byte            | ff
			a surrogate             | eda080
			an overlong one         | c0af
			cut short               | 6f6be282
			above U+10FFFF          | f4908080
			""")
	void aReasonThatIsNotUtf8IsRefusedWith1007(String rule, String hex) {
		try (RawPeer peer = this.server.open("/record")) {
			peer.write(ClientFrames.frame(ClientFrames.FIN | ClientFrames.CLOSE,
					ClientFrames.closePayload(1000, ClientFrames.hex(hex))));
			peer.assertCloses(1007);
		}
	}

	@Test
	void nothingAfterACloseIsProcessed() {
		try (RawPeer peer = this.server.open("/record")) {
			peer.write(ClientFrames.text("before"), ClientFrames.close(1000), ClientFrames.text("after"),
					ClientFrames.ping("after"), ClientFrames.hex("ff ff ff ff"), ClientFrames.close(1001));
			peer.assertCloses(1000);
			assertThat(this.handler.awaitText()).isEqualTo("before");
			assertThat(this.handler.awaitClose().code().value()).isEqualTo(1000);
			assertThat(this.handler.messagesWaiting()).isZero();
			assertThat(this.handler.closes()).isEqualTo(1);
		}
	}

	@Test
	void whatCameBeforeACloseIsAnsweredBeforeIt() {
		try (RawPeer peer = this.server.open("/echo")) {
			peer.write(ClientFrames.text("a"), ClientFrames.text("b"), ClientFrames.close(1000));
			assertThat(peer.readFrames(2)).extracting(RawFrame::text).containsExactly("a", "b");
			peer.assertCloses(1000);
		}
	}

	@Test
	void theServerIsFirstToCloseTheSocket() {
		try (RawPeer peer = this.server.open("/record")) {
			peer.write(ClientFrames.close(1000));
			// Ends although this side of the socket stays open.
			peer.assertCloses(1000);
		}
	}

	@Test
	void aPeerThatVanishesIsReportedWith1006() {
		try (RawPeer peer = this.server.open("/record")) {
			this.handler.awaitOpen();
			peer.reset();
			assertVanished();
		}
	}

	@Test
	void aSocketThatEndsWithoutACloseIsReportedWith1006() {
		try (RawPeer peer = this.server.open("/record")) {
			this.handler.awaitOpen();
			peer.shutdownOutput();
			peer.readUntilEnd();
			assertVanished();
		}
	}

	@Test
	void aSocketThatEndsInsideAFrameIsReportedWith1006() {
		byte[] frame = ClientFrames.text("never finished");
		try (RawPeer peer = this.server.open("/record")) {
			peer.write(Arrays.copyOf(frame, frame.length - 1));
			peer.shutdownOutput();
			peer.readUntilEnd();
			assertVanished();
			assertThat(this.handler.messagesWaiting()).isZero();
		}
	}

	@Test
	void aPeerMayStopWritingAfterItsClose() {
		try (RawPeer peer = this.server.open("/echo")) {
			peer.write(ClientFrames.text("a"), ClientFrames.close(1000));
			peer.shutdownOutput();
			assertThat(peer.readFrame().text()).isEqualTo("a");
			peer.assertCloses(1000);
		}
	}

	private void assertVanished() {
		CloseReason reason = this.handler.awaitClose();
		assertThat(reason.code().value()).isEqualTo(1006);
		assertThat(reason.clean()).isFalse();
		assertThat(this.handler.closes()).isEqualTo(1);
		this.server.awaitEmpty();
		assertThat(this.server.snapshot().closes()).containsEntry(1006, 1L);
	}

}
