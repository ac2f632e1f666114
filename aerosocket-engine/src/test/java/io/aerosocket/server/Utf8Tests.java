package io.aerosocket.server;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Text is UTF-8 (RFC 6455 sections 5.6 and 8.1, RFC 3629), beyond the rows of the
 * conformance suite.
 */
class Utf8Tests {

	@RegisterExtension
	static final TestServer server = TestServer.echo();

	@Test
	void oneWrongByteIsFoundAtEveryPlaceOfALongText() {
		for (int place : new int[] { 0, 1, 7, 8, 9, 63, 64, 65, 4095, 4096, 50_001, 99_992, 99_999 }) {
			byte[] text = new byte[100_000];
			Arrays.fill(text, (byte) 'x');
			text[place] = (byte) 0xFF;
			refusesAtOnce(ClientFrames.frame(ClientFrames.FIN | ClientFrames.TEXT, text));
		}
	}

	@Test
	void aLongTextThatIsMostlyNotAsciiIsAccepted() {
		String text = "\u00fc\u20ac\ud83d\ude00a".repeat(20_000);
		try (RawPeer peer = server.open("/echo")) {
			peer.assertEchoes(text).closeRegularly();
		}
	}

	@Test
	void wrongBytesAreNoConcernOfABinaryMessage() {
		byte[] payload = ClientFrames.hex("ff fe c0 80 ed a0 80");
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.binary(payload));
			assertThat(peer.readFrame().payload()).isEqualTo(payload);
			peer.write(ClientFrames.firstOfBinary(payload), ClientFrames.frame(ClientFrames.FIN, payload));
			assertThat(peer.readFrame().payload()).isEqualTo(ClientFrames.join(payload, payload));
			peer.assertEchoes("\u00fc").closeRegularly();
		}
	}

	@Test
	void anUnfinishedTextLeavesNothingBehindForTheNextConnection() {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.frame(ClientFrames.TEXT, ClientFrames.hex("e282")));
			peer.reset();
		}
		try (RawPeer peer = server.open("/echo")) {
			peer.assertEchoes("clean").closeRegularly();
		}
	}

	private static void refusesAtOnce(byte[] frames) {
		try (RawPeer peer = server.open("/echo")) {
			peer.writeWhatGoes(frames);
			peer.assertCloses(1007);
		}
	}

}
