package io.aerosocket.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.ConnectionOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections of one event loop borrow from it what decodes their frames and gathers
 * their answers: none may see anything of another's, wherever their bytes are cut.
 */
class SharedLoopTests {

	private static final int PEERS = 6;

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.options((options) -> options.eventLoops(1))
		.route("/echo", TestServer.ECHO)
		.route("/narrow", TestServer.ECHO,

				new RouteOptions(ConnectionOptions.builder().maxMessageSize(10).build(), null, null)));

	private final List<RawPeer> peers = new ArrayList<>();

	@AfterEach
	void hangUp() {
		this.peers.forEach(RawPeer::close);
	}

	@RepeatedTest(5)
	void messagesThatArriveInTurnsDoNotMix(RepetitionInfo repetition) {
		SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
		byte[][] left = new byte[PEERS][];
		for (int i = 0; i < PEERS; i++) {
			this.peers.add(this.server.open("/echo"));
			left[i] = messages(i);
		}
		try (Metronome metronome = new Metronome(this.server.server())) {
			while (Arrays.stream(left).anyMatch((bytes) -> bytes.length > 0)) {
				int i = random.nextInt(PEERS);
				int size = Math.min(left[i].length, 1 + random.nextInt(60));
				this.peers.get(i).write(Arrays.copyOf(left[i], size));
				left[i] = Arrays.copyOfRange(left[i], size, left[i].length);
				metronome.tick();
			}
		}
		for (int i = 0; i < PEERS; i++) {
			assertThat(this.peers.get(i).readFrames(4)).extracting(RawFrame::text)
				.containsExactly("whole " + i, "ping " + i, "in fragments of " + i,
						"J\u00fcrg\u20ac" + "x".repeat(200) + i);
		}
	}

	@Test
	void whatOnePeerLeavesUnfinishedHarmsNoOther() {
		for (int i = 0; i < 3; i++) {
			RawPeer lost = this.server.open("/echo");
			lost.write(ClientFrames.firstOfText("half a mess"), Arrays.copyOf(ClientFrames.text("age and"), 9));
			RawPeer violator = this.server.open("/echo");
			violator.write(ClientFrames.firstOfText("half"), ClientFrames.text("a new one"));
			violator.assertCloses(1002);
			lost.reset();
			this.server.open("/echo").assertEchoes("all is well").closeRegularly();
		}
	}

	@Test
	void eachConnectionKeepsItsOwnLimits() {
		RawPeer wide = this.server.open("/echo");
		RawPeer narrow = this.server.open("/narrow");
		for (int i = 0; i < 3; i++) {
			wide.assertEchoes("longer than ten bytes");
			narrow.assertEchoes("ten bytes.");
		}
		narrow.write(ClientFrames.text("eleven byte"));
		narrow.assertCloses(1009);
		wide.assertEchoes("longer than ten bytes").closeRegularly();
	}

	private static byte[] messages(int peer) {
		return ClientFrames.join(ClientFrames.text("whole " + peer), ClientFrames.firstOfText("in fragments "),
				ClientFrames.ping("ping " + peer), ClientFrames.last("of " + peer),
				ClientFrames.text("J\u00fcrg\u20ac" + "x".repeat(200) + peer));
	}

}
