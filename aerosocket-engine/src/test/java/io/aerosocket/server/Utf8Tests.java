package io.aerosocket.server;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Text is UTF-8 (RFC 6455 sections 5.6 and 8.1, RFC 3629): each row whole, in fragments
 * and in pieces of the network.
 */
class Utf8Tests {

	@RegisterExtension
	static final TestServer server = TestServer.echo();

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			ASCII                                 | 48656c6c6f2d
			NUL and DEL                           | 007f
			the first and last of 2 bytes         | c280 dfbf
			the first and last of 3 bytes         | e0a080 efbfbf
			the first and last of 4 bytes         | f0908080 f48fbfbf
			before and after the surrogates       | ed9fbf ee8080
			the byte order mark                   | efbbbf 41
			not characters, but valid             | efbfbe efbfbf f09fbfbe f09fbfbf f48fbfbe
			the replacement character             | efbfbd
			Greek                                 | cebae1bdb9cf83cebcceb5
			a long run of ASCII, then two bytes   | 4142434445464748494a4b4c4d4e4f505152 c3bc
			two bytes across a word of eight      | 41424344454647 c3bc 4849
			four bytes across a word of eight     | 4142434445 f09f9880 4849
			""")
	void validTextIsAccepted(String rule, String hex) {
		byte[] text = ClientFrames.hex(hex);
		try (RawPeer peer = server.open("/echo"); Metronome metronome = new Metronome(server.server())) {
			peer.write(ClientFrames.frame(ClientFrames.FIN | ClientFrames.TEXT, text));
			assertThat(peer.readFrame().payload()).isEqualTo(text);
			for (int cut = 1; cut < text.length; cut++) {
				peer.write(ClientFrames.frame(ClientFrames.TEXT, Arrays.copyOf(text, cut)),
						ClientFrames.frame(ClientFrames.FIN, Arrays.copyOfRange(text, cut, text.length)));
				assertThat(peer.readFrame().payload()).isEqualTo(text);
			}
			byte[] frame = ClientFrames.frame(ClientFrames.FIN | ClientFrames.TEXT, text);
			for (byte b : frame) {
				peer.write(new byte[] { b });
				metronome.tick();
			}
			assertThat(peer.readFrame().payload()).isEqualTo(text);
			peer.closeRegularly();
		}
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			a continuation byte alone            | 80
			the last continuation byte alone     | bf
			a continuation byte too many         | c3bc80
			a lead byte before ASCII             | c341
			a lead byte of 3 before ASCII        | e28241
			a lead byte of 4 before ASCII        | f09f9841
			a lead byte before a lead byte       | c3c3bc
			overlong slash in 2 bytes            | c0af
			overlong slash in 3 bytes            | e080af
			overlong slash in 4 bytes            | f08080af
			overlong NUL                         | c080
			the greatest overlong of 2 bytes     | c1bf
			the greatest overlong of 3 bytes     | e09fbf
			the greatest overlong of 4 bytes     | f08fbfbf
			the first high surrogate             | eda080
			the last high surrogate              | edafbf
			the first low surrogate              | edb080
			the last low surrogate               | edbfbf
			a pair of surrogates                 | eda080edb080
			one above U+10FFFF                   | f4908080
			U+13FFFF                             | f4bfbfbf
			the first of lead byte F5            | f5808080
			five bytes                           | f888808080
			six bytes                            | fc8480808080
			FE                                   | fe
			FF                                   | ff
			""")
	void invalidTextIsRefusedWith1007(String rule, String hex) {
		byte[] wrong = ClientFrames.hex(hex);
		for (byte[] before : new byte[][] { {}, ClientFrames.ascii("abc"), ClientFrames.ascii("0123456789abcdef") }) {
			byte[] text = ClientFrames.join(before, wrong);
			refusesAtOnce(ClientFrames.frame(ClientFrames.FIN | ClientFrames.TEXT, text));
			refusesAtOnce(ClientFrames.frame(ClientFrames.TEXT, text));
			refusesAtOnce(ClientFrames.join(ClientFrames.header(ClientFrames.FIN | ClientFrames.TEXT, 1000),
					ClientFrames.masked(text)));
			refusesAtOnce(ClientFrames.join(ClientFrames.frame(ClientFrames.TEXT, Arrays.copyOf(text, text.length - 1)),
					ClientFrames.frame(ClientFrames.CONTINUATION, new byte[] { text[text.length - 1] })));
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			the first of 2 bytes             | c3
			the first of 3 bytes             | e2
			two of 3 bytes                   | e282
			the first of 4 bytes             | f0
			two of 4 bytes                   | f09f
			three of 4 bytes                 | f09f98
			three of 4 bytes after ASCII     | 41424344454647484950f09f98
			""")
	void aCharacterThatIsCutShortIsRefusedAtTheEnd(String rule, String hex) {
		byte[] text = ClientFrames.hex(hex);
		refusesAtOnce(ClientFrames.frame(ClientFrames.FIN | ClientFrames.TEXT, text));
		refusesAtOnce(ClientFrames.join(ClientFrames.frame(ClientFrames.TEXT, text), ClientFrames.last("")));
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.frame(ClientFrames.TEXT, text), ClientFrames.ping("still open"));
			assertThat(peer.readFrame().text()).isEqualTo("still open");
			peer.closeRegularly();
		}
	}

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
