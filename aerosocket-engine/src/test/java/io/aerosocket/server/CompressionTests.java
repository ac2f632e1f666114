package io.aerosocket.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Execution;
import io.aerosocket.PreparedMessage;
import io.aerosocket.telemetry.CompressionTotals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * permessage-deflate over a real socket (RFC 7692).
 */
class CompressionTests {

	private static final int MAX_MESSAGE_SIZE = 300_000;

	private final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/plain", TestServer.ECHO)
		.route("/shared", TestServer.ECHO, compressed(CompressionMode.SHARED, 15))
		.route("/dedicated", TestServer.ECHO, compressed(CompressionMode.DEDICATED, 15))
		.route("/narrow", TestServer.ECHO, compressed(CompressionMode.DEDICATED, 10))
		.route("/large", TestServer.ECHO, compressed(CompressionMode.SHARED, 15, 2 << 20))
		.route("/record", this.handler, compressed(CompressionMode.DEDICATED, 15))
		.route("/worker", new RecordingHandler(Execution.WORKER, (connection, message) -> {
			connection.send(message);
			return null;
		}), compressed(CompressionMode.DEDICATED, 15)));

	private static RouteOptions compressed(CompressionMode mode, int windowBits) {
		return compressed(mode, windowBits, MAX_MESSAGE_SIZE);
	}

	private static RouteOptions compressed(CompressionMode mode, int windowBits, int maxMessageSize) {
		return new RouteOptions(ConnectionOptions.builder()
			.maxMessageSize(maxMessageSize)
			.maxQueuedBytes(64 << 20)
			.compression(CompressionOptions.of(mode).withMinSize(10).withWindowBits(windowBits))
			.build(), null, null);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|',
			textBlock = """
					/plain     | permessage-deflate                                       |
					/shared    | permessage-deflate                                       | permessage-deflate; server_no_context_takeover; client_no_context_takeover
					/dedicated | permessage-deflate                                       | permessage-deflate
					/dedicated | permessage-deflate; client_max_window_bits               | permessage-deflate
					/dedicated | permessage-deflate; server_max_window_bits="9"           | permessage-deflate; server_max_window_bits=9
					/dedicated | permessage-deflate; server_no_context_takeover           | permessage-deflate; server_no_context_takeover
					/dedicated | permessage-deflate; client_no_context_takeover           | permessage-deflate; client_no_context_takeover
					/narrow    | permessage-deflate; client_max_window_bits=15            | permessage-deflate; server_max_window_bits=10; client_max_window_bits=10
					/dedicated | permessage-deflate; x=1, permessage-deflate              | permessage-deflate
					/dedicated | permessage-deflate; server_max_window_bits=16            |
					/dedicated | permessage-deflate; server_max_window_bits               |
					/dedicated | permessage-deflate; client_no_context_takeover=1         |
					/dedicated | permessage-deflate; client_no_context_takeover; client_no_context_takeover |
					/dedicated | x-webkit-deflate-frame                                   |
					""")
	void offersAreAnswered(String path, String offer, String answer) {
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to(path).with("Sec-WebSocket-Extensions: " + offer).bytes());
			RawResponse response = peer.readResponse();
			assertThat(response.status()).isEqualTo(101);
			assertThat(response.header("Sec-WebSocket-Extensions")).isEqualTo(answer);
			peer.assertEchoes("x").closeRegularly();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "permessage-deflate;", "permessage-deflate; =", "permessage-deflate foo", "a; b=\"c d\"",
			";", "a/b" })
	void malformedOffersAreRefused(String offer) {
		for (String path : List.of("/plain", "/shared")) {
			try (RawPeer peer = this.server.connect()) {
				peer.write(RawRequest.to(path).with("Sec-WebSocket-Extensions: " + offer).bytes());
				assertThat(peer.readResponse().status()).isEqualTo(400);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/shared", "/dedicated", "/narrow", "/worker" })
	void messagesOfAllSizesTravelBothWays(String path) {
		try (DeflatePeer peer = open(path, "")) {
			for (int size : new int[] { 0, 1, 9, 10, 11, 500, 1100, 5000, 17_000, 65_535, 65_536, 70_000, 299_999 }) {
				String text = words(size, size);
				assertThat(peer.sendText(text).readText()).isEqualTo(text);
				byte[] noise = noise(size);
				assertThat(peer.sendBinary(noise).read().payload()).isEqualTo(noise);
				peer.write(ClientFrames.text(text));
				assertThat(peer.readText()).isEqualTo(text);
			}
		}
	}

	@Test
	void smallMessagesAreSentAsTheyAre() {
		try (DeflatePeer peer = open("/shared", "")) {
			assertThat(peer.sendText("123456789").read().compressed()).isFalse();
			assertThat(peer.sendText("1234512345123451234512345").read().compressed()).isTrue();
		}
	}

	@Test
	void whatIsNotSmallerIsSentAsItIs() {
		try (DeflatePeer peer = open("/shared", "")) {
			assertThat(peer.sendBinary(noise(1000)).read().compressed()).isFalse();
		}
	}

	@Test
	void contextIsTakenOverBothWays() {
		try (DeflatePeer peer = open("/dedicated", "")) {
			byte[] noise = noise(1000);
			DeflatePeer.Frame first = peer.sendBinary(noise).read();
			byte[] again = peer.deflate(noise);
			assertThat(again.length).isLessThan(100);
			peer.write(ClientFrames.frame(0xC2, again));
			DeflatePeer.Frame second = peer.read();
			assertThat(first.wireBytes()).isGreaterThan(1000);
			assertThat(second.wireBytes()).isLessThan(100);
			assertThat(second.payload()).isEqualTo(noise);
		}
	}

	@Test
	void aMessageThatIsNotCompressedIsNotInTheContext() {
		try (DeflatePeer peer = open("/dedicated", "")) {
			byte[] noise = noise(1000);
			peer.write(ClientFrames.text("tiny"));
			assertThat(peer.read().compressed()).isFalse();
			assertThat(peer.sendBinary(noise).read().payload()).isEqualTo(noise);
			peer.write(ClientFrames.text("tiny"));
			assertThat(peer.read().compressed()).isFalse();
			assertThat(peer.sendBinary(noise).read().payload()).isEqualTo(noise);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "; server_no_context_takeover", "; server_no_context_takeover; client_no_context_takeover",
			"; client_no_context_takeover" })
	void noContextIsTakenOverWhereThatIsAgreed(String parameters) {
		try (DeflatePeer peer = open("/dedicated", parameters)) {
			byte[] noise = noise(1000);
			for (int i = 0; i < 3; i++) {
				DeflatePeer.Frame frame = peer.sendBinary(noise).read();
				assertThat(frame.payload()).isEqualTo(noise);
				if (parameters.contains("server")) {
					assertThat(frame.wireBytes()).isEqualTo(1000);
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 9, 10, 11, 12, 13, 14, 15 })
	void windowOfTheServerIsKept(int bits) {
		for (String path : List.of("/shared", "/dedicated")) {
			// The peer's decompressor has no more than this window.
			try (DeflatePeer peer = open(path, "; server_max_window_bits=" + bits)) {
				for (int size : new int[] { 100, 5000, 40_000, 300 }) {
					String text = words(size, bits);
					assertThat(peer.sendText(text).readText()).isEqualTo(text);
				}
			}
		}
	}

	@Test
	void controlFramesMayComeBetweenCompressedFragments() {
		try (DeflatePeer peer = open("/dedicated", "")) {
			String text = words(5000, 1);
			byte[] deflated = peer.deflate(ClientFrames.utf8(text));
			peer.write(ClientFrames.frame(0x41, Arrays.copyOf(deflated, 10)), ClientFrames.ping("a"),
					ClientFrames.frame(0, Arrays.copyOfRange(deflated, 10, 10)), ClientFrames.ping("b"),
					ClientFrames.frame(0, Arrays.copyOfRange(deflated, 10, 11)),
					ClientFrames.frame(0x80, Arrays.copyOfRange(deflated, 11, deflated.length)));
			assertThat(peer.read().text()).isEqualTo("a");
			assertThat(peer.read().text()).isEqualTo("b");
			assertThat(peer.readText()).isEqualTo(text);
		}
	}

	@Test
	void aCompressedMessageMayBeCutAnywhere() {
		String text = words(200, 1);
		for (int cut = 1; cut < 60; cut++) {
			try (DeflatePeer peer = open("/shared", "")) {
				byte[] frame = DeflatePeer.text(peer.deflate(ClientFrames.utf8(text)));
				peer.write(Arrays.copyOf(frame, cut));
				peer.write(Arrays.copyOfRange(frame, cut, frame.length));
				assertThat(peer.readText()).isEqualTo(text);
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			RSV1 on a continuation    | 1002 | 41 83 00000000 f2 48 cd c0 80 00000000
			RSV1 on a Ping            | 1002 | c9 80 00000000
			RSV1 on a Close           | 1002 | c8 80 00000000
			RSV2, which nobody has    | 1002 | a1 80 00000000
			RSV1 and RSV2             | 1002 | e1 80 00000000
			block type 3              | 1007 | c1 81 00000000 06
			nothing at all            | 1007 | c1 80 00000000
			a block cut short         | 1007 | c1 83 00000000 f2 48 cd
			garbage behind a block    | 1007 | c1 88 00000000 f2 48 cd c9 c9 07 00 ff
			a distance into nothing   | 1007 | c1 85 00000000 f2 00 11 00 00
			text that is not UTF-8    | 1007 | c1 88 00000000 00 02 00 fd ff 61 ff 00
			text cut in a character   | 1007 | c1 87 00000000 00 01 00 fe ff c3 00
			not UTF-8, to be continued | 1007 | 41 87 00000000 00 01 00 fe ff ff 00
			""")
	void violationsAreRefused(String name, int code, String hex) {
		try (RawPeer peer = this.server.open("/dedicated", "Sec-WebSocket-Extensions: permessage-deflate")) {
			peer.write(ClientFrames.hex(hex));
			peer.assertCloses(code);
		}
	}

	@Test
	void withoutNegotiationNothingIsCompressed() {
		try (RawPeer peer = this.server.open("/dedicated")) {
			peer.assertEchoes(words(5000, 1));
			peer.write(DeflatePeer.text(ClientFrames.hex("f2 48 cd c9 c9 07 00")));
			peer.assertCloses(1002);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "f2 48 cd c9 c9 07 00", "f3 48 cd c9 c9 07 00 00", "f3 48 cd c9 c9 07 00",
			"00 05 00 fa ff 48 65 6c 6c 6f 00", "f2 48 05 00 00 00 ff ff ca c9 c9 07 00" })
	void allKindsOfBlocksAreRead(String hex) {
		try (DeflatePeer peer = open("/dedicated", "")) {
			for (int i = 0; i < 2; i++) {
				peer.write(DeflatePeer.text(ClientFrames.hex(hex)));
				assertThat(peer.readText()).isEqualTo("Hello");
			}
			peer.write(DeflatePeer.text(ClientFrames.hex("f2 00 11 00 00")));
			assertThat(peer.readText()).as("of the context").isEqualTo("Hello");
		}
	}

	@Test
	void aBombIsRefusedBySize() {
		// Of random data repeated within the window, so that the ratio is not what ends
		// it.
		byte[] bomb = bomb(2 * MAX_MESSAGE_SIZE, 3000);
		try (DeflatePeer peer = open("/shared", "")) {
			peer.write(DeflatePeer.text(bomb));
			assertThat(peer.raw().assertCloses(1009).closeText()).contains("limit: " + MAX_MESSAGE_SIZE);
		}
	}

	@Test
	void aBombIsRefusedByRatio() {
		byte[] bomb = bomb(2 << 20, 1);
		try (DeflatePeer peer = open("/large", "")) {
			peer.write(DeflatePeer.text(bomb));
			assertThat(peer.raw().assertCloses(1009).closeText()).contains("100 times its size");
		}
	}

	@ParameterizedTest
	@CsvSource({ "/shared, 70000, 251", "/shared, 299999, 1", "/large, 1048576, 251" })
	void whatIsVeryRegularIsTaken(String path, int size, int period) {
		byte[] regular = bomb(size, period);
		assertThat(regular.length).isLessThan(size / 100);
		try (DeflatePeer peer = open(path, "")) {
			peer.write(DeflatePeer.text(regular));
			assertThat(peer.readText()).hasSize(size);
		}
	}

	@Test
	void aGigabyteCostsNoMoreThanTheLimit() {
		byte[] bomb = bomb(1 << 30, 1);
		CompressionTotals before = this.server.snapshot().compression();
		try (RawPeer peer = this.server.open("/shared", "Sec-WebSocket-Extensions: permessage-deflate")) {
			int half = MAX_MESSAGE_SIZE / 2;
			peer.writeWhatGoes(ClientFrames.frame(0x41, Arrays.copyOf(bomb, half)));
			peer.assertCloses(1009);
		}
		assertThat(this.server.snapshot().compression()).isEqualTo(before);
	}

	@Test
	void compressedBytesAreLimitedToo() {
		// Empty blocks, of which nothing becomes.
		byte[] blocks = ClientFrames.repeat(ClientFrames.hex("00 00 00 ff ff"), 20_000);
		try (RawPeer peer = this.server.open("/shared", "Sec-WebSocket-Extensions: permessage-deflate")) {
			peer.writeWhatGoes(ClientFrames.frame(0x41, blocks));
			for (int i = 0; i < 4; i++) {
				peer.writeWhatGoes(ClientFrames.frame(0, blocks));
			}
			peer.assertCloses(1009);
		}
	}

	@Test
	void emptyFragmentsAreLimited() {
		try (RawPeer peer = this.server.open("/shared", "Sec-WebSocket-Extensions: permessage-deflate")) {
			peer.writeWhatGoes(ClientFrames.frame(0x41, new byte[0]),
					ClientFrames.repeat(ClientFrames.frame(0, new byte[0]), 1024));
			peer.assertCloses(1009);
		}
	}

	@Test
	void aMessageThatCannotBeCompressedMayBeAsLargeAsTheLimit() {
		try (DeflatePeer peer = open("/shared", "")) {
			byte[] noise = noise(MAX_MESSAGE_SIZE);
			byte[] deflated = peer.deflate(noise);
			assertThat(deflated.length).isGreaterThan(MAX_MESSAGE_SIZE);
			int half = deflated.length / 2;
			peer.write(ClientFrames.frame(0x42, Arrays.copyOf(deflated, half)),
					ClientFrames.frame(0x80, Arrays.copyOfRange(deflated, half, deflated.length)));
			assertThat(peer.read().payload()).isEqualTo(noise);
		}
	}

	@Test
	void whatManyThreadsSendIsCompressedInTheOrderItGoesOut() throws Exception {
		try (DeflatePeer peer = open("/record", "")) {
			Connection connection = this.handler.awaitOpen();
			List<Thread> threads = new ArrayList<>();
			for (int t = 0; t < 4; t++) {
				String prefix = "thread " + t + " says the same again and again, number ";
				threads.add(new Thread(() -> {
					for (int i = 0; i < 200; i++) {
						connection.sendText(prefix + i);
					}
				}));
			}
			threads.forEach(Thread::start);
			int[] next = new int[4];
			for (int i = 0; i < 800; i++) {
				String text = peer.readText();
				int thread = text.charAt(7) - '0';
				assertThat(text).endsWith("number " + next[thread]++);
			}
			for (Thread thread : threads) {
				thread.join();
			}
		}
	}

	@Test
	void whatWaitsForASlowPeerIsCompressedWhenItGoesOut() {
		try (DeflatePeer peer = DeflatePeer.upgrade(RawPeer.connectNarrow(this.server.server()), "/record", "")) {
			Connection connection = this.handler.awaitOpen();
			List<byte[]> sent = new ArrayList<>();
			for (int i = 0; i < 120; i++) {
				byte[] message = noise(100_000 + i);
				sent.add(message);
				connection.sendBinary(message);
			}
			await().untilAsserted(() -> assertThat(connection.queuedBytes()).isGreaterThan(1 << 20));
			for (byte[] message : sent) {
				assertThat(peer.read().payload()).isEqualTo(message);
			}
		}
	}

	@Test
	void aBroadcastReachesEveryKindOfPeer() {
		try (RawPeer plain = this.server.open("/shared");
				DeflatePeer first = open("/shared", "");
				DeflatePeer second = open("/shared", "");
				DeflatePeer narrow = open("/shared", "; server_max_window_bits=9");
				DeflatePeer dedicated = open("/dedicated", "")) {
			for (DeflatePeer peer : List.of(first, second, narrow, dedicated)) {
				peer.sendText("open").readText();
			}
			for (int i = 0; i < 3; i++) {
				String news = words(3000, i);
				this.server.server().connections().broadcast(PreparedMessage.text(news), (connection) -> true);
				assertThat(plain.readFrame().text()).isEqualTo(news);
				for (DeflatePeer peer : List.of(first, second, narrow, dedicated)) {
					DeflatePeer.Frame frame = peer.read();
					assertThat(frame.text()).isEqualTo(news);
					assertThat(frame.compressed()).isTrue();
				}
			}
			this.server.server().connections().broadcast(PreparedMessage.binary(noise(2000)), (connection) -> true);
			assertThat(plain.readFrame().payload()).isEqualTo(noise(2000));
			assertThat(first.read().compressed()).isFalse();
			assertThat(dedicated.read().payload()).isEqualTo(noise(2000));
			plain.closeRegularly();
		}
	}

	@Test
	void connectionTellsItsExtensions() {
		try (DeflatePeer peer = open("/record", "; server_max_window_bits=12")) {
			assertThat(this.handler.awaitOpen().extensions()).containsExactly(peer.answer())
				.containsExactly("permessage-deflate; server_max_window_bits=12");
		}
		try (RawPeer peer = this.server.open("/record")) {
			assertThat(this.handler.awaitOpen().extensions()).isEmpty();
			peer.closeRegularly();
		}
	}

	@Test
	void bytesBeforeAndAfterAreCounted() {
		try (DeflatePeer peer = open("/shared", "")) {
			String text = words(5000, 1);
			byte[] wire = peer.deflate(ClientFrames.utf8(text));
			peer.write(DeflatePeer.text(wire));
			DeflatePeer.Frame echo = peer.read();
			assertThat(this.server.snapshot().compression())
				.isEqualTo(new CompressionTotals(wire.length, 5000, 5000, echo.wireBytes()));
			assertThat(this.server.snapshot().bytesReceived()).isEqualTo(5000);
		}
	}

	private DeflatePeer open(String path, String parameters) {
		return DeflatePeer.open(this.server.server(), path, parameters);
	}

	private static byte[] bomb(int size, int period) {
		byte[] part = new byte[1 << 20];
		byte[] pattern = (period > 1) ? noise(period) : new byte[1];
		for (int i = 0; i < part.length; i++) {
			part[i] = (byte) ('a' + (pattern[i % period] & 15));
		}
		Deflater deflater = new Deflater(9, true);
		byte[] out = new byte[size / 100 + (1 << 20)];
		int used = 0;
		for (int left = size; left > 0; left -= part.length) {
			deflater.setInput(part, 0, Math.min(left, part.length));
			used += deflater.deflate(out, used, out.length - used, Deflater.SYNC_FLUSH);
		}
		deflater.end();
		return Arrays.copyOf(out, used - 4);
	}

	private static byte[] noise(int size) {
		byte[] noise = new byte[size];
		new SplittableRandom(size).nextBytes(noise);
		return noise;
	}

	private static String words(int size, long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		StringBuilder text = new StringBuilder();
		while (text.length() < size) {
			text.append(Integer.toString(random.nextInt(1, 400) * 7919, 36)).append(' ');
		}
		return text.substring(0, size);
	}

}
