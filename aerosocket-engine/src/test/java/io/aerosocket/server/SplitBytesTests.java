package io.aerosocket.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * TCP knows no frames: what the conformance suite does not cut, the request before the
 * frames and large frames, has the same answers however it is cut.
 */
class SplitBytesTests {

	/** Every kind of frame and of length form that fits into few bytes. */
	private static final byte[] FRAMES = ClientFrames.join(ClientFrames.text("Hello"), ClientFrames.ping("p"),
			ClientFrames.text(""), ClientFrames.frame(ClientFrames.TEXT, ClientFrames.hex("4ac3")),
			ClientFrames.ping("between"), ClientFrames.pong("unasked"),
			ClientFrames.frame(ClientFrames.CONTINUATION, ClientFrames.hex("bc7267e2")),
			ClientFrames.frame(ClientFrames.FIN, ClientFrames.hex("82ac")), ClientFrames.binary(new byte[126]),
			ClientFrames.firstOfBinary(new byte[] { 1 }), ClientFrames.last(""), ClientFrames.ping(""),
			ClientFrames.close(4000, "b\u00fce"));

	private static final List<String> EXPECTED_DATA = List.of("opcode 1 (5) Hello", "opcode 1 (0) ",
			"opcode 1 (8) J\u00fcrg\u20ac", "opcode 2 (126) #" + Arrays.hashCode(new byte[126]), "opcode 2 (1) \u0001");

	private static final List<String> EXPECTED_CONTROL = List.of("opcode 10 (1) p", "opcode 10 (7) between",
			"opcode 10 (0) ");

	@RegisterExtension
	static final TestServer server = TestServer.echo();

	private static final byte[] REQUEST = RawRequest.to("/echo").bytes();

	@Test
	void inOnePiece() {
		try (RawPeer peer = server.connect()) {
			peer.write(REQUEST, FRAMES);
			assertAnswers(peer);
		}
	}

	@Test
	void cutAtEveryByteOfTheRequest() {
		byte[] all = ClientFrames.join(REQUEST, FRAMES);
		cutAtEach(all, 1, REQUEST.length);
	}

	private static void cutAtEach(byte[] all, int from, int to) {
		try (Metronome metronome = new Metronome(server.server())) {
			for (int cut = from; cut < to; cut++) {
				try (RawPeer peer = server.connect()) {
					peer.write(Arrays.copyOf(all, cut));
					metronome.tick();
					peer.write(Arrays.copyOfRange(all, cut, all.length));
					assertAnswers(peer);
				}
				catch (AssertionError ex) {
					throw new AssertionError("cut after " + cut + " bytes", ex);
				}
			}
		}
	}

	@Test
	void byteByByte() {
		try (RawPeer peer = server.connect(); Metronome metronome = new Metronome(server.server())) {
			for (byte b : ClientFrames.join(REQUEST, FRAMES)) {
				peer.write(new byte[] { b });
				metronome.tick();
			}
			assertAnswers(peer);
		}
	}

	@ParameterizedTest(name = "a frame of {0} bytes")
	@ValueSource(ints = { 126, 1000, 65535, 65536, 200_000 })
	void aLargeFrameMayBeCutAnywhere(int length) {
		SplittableRandom random = new SplittableRandom(length);
		byte[] payload = new byte[length];
		random.nextBytes(payload);
		byte[] frame = ClientFrames.binary(payload);
		byte[] next = ClientFrames.text("next");
		try (RawPeer peer = server.open("/echo"); Metronome metronome = new Metronome(server.server())) {
			for (int cut : new int[] { 1, 2, 3, 4, 8, 10, 13, 14, 15, 16, 17, 23, length / 2, length - 1,
					frame.length - 1, frame.length }) {
				peer.write(Arrays.copyOf(frame, cut));
				metronome.tick();
				peer.write(Arrays.copyOfRange(frame, cut, frame.length), next);
				assertThat(peer.readFrame().payload()).as("cut after %d", cut).isEqualTo(payload);
				assertThat(peer.readFrame().text()).isEqualTo("next");
			}
			peer.closeRegularly();
		}
	}

	@Test
	void fragmentsOfALargeMessageMayArriveInManyPieces() {
		byte[] part = new byte[10_000];
		new SplittableRandom(1).nextBytes(part);
		byte[] all = ClientFrames.join(ClientFrames.firstOfBinary(part),
				ClientFrames.repeat(ClientFrames.frame(ClientFrames.CONTINUATION, part), 3),
				ClientFrames.frame(ClientFrames.FIN, part));
		try (RawPeer peer = server.open("/echo"); Metronome metronome = new Metronome(server.server())) {
			for (int from = 0; from < all.length; from += 777) {
				peer.write(Arrays.copyOfRange(all, from, Math.min(all.length, from + 777)));
				metronome.tick();
			}
			assertThat(peer.readFrame().payload()).isEqualTo(ClientFrames.repeat(part, 5));
			peer.closeRegularly();
		}
	}

	/** Control frames may overtake data, so that each kind is compared by itself. */
	private static void assertAnswers(RawPeer peer) {
		assertThat(peer.readResponse().status()).isEqualTo(101);
		List<RawFrame> answers = peer.readUntilClose();
		List<String> data = new ArrayList<>();
		List<String> control = new ArrayList<>();
		for (RawFrame frame : answers.subList(0, answers.size() - 1)) {
			((frame.opcode() < ClientFrames.CLOSE) ? data : control).add(frame.toString());
		}
		assertThat(data).isEqualTo(EXPECTED_DATA);
		assertThat(control).isEqualTo(EXPECTED_CONTROL);
		assertThat(answers.get(answers.size() - 1).closeCode()).isEqualTo(4000);
		peer.assertEnds();
	}

}
