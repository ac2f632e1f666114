package io.aerosocket.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Broken and malicious peers: each gets its documented answer within a deadline, and
 * afterwards the server serves a healthy client, holds no connection, and has its memory
 * back.
 */
class HostileInputTests {

	/** What the pools may keep for later. */
	private static final long POOLED = 48L << 20;

	private static long directMemoryBefore;

	@RegisterExtension
	static final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.options((options) -> options.handshakeTimeout(Duration.ofMillis(300))
			.maxHandshakeSize(8192)
			.connection((connection) -> connection.maxFrameSize(1 << 16)
				.maxMessageSize(100_000)
				.maxFragments(64)
				.maxQueuedBytes(256 * 1024)
				.pingInterval(Duration.ofMillis(300))
				.pongTimeout(Duration.ofMillis(300))
				.closeTimeout(Duration.ofMillis(300)))));

	static List<HostileInput> inputs() {
		return HostileInput.all();
	}

	@BeforeAll
	static void measure() {
		try (RawPeer peer = server.open("/echo")) {
			peer.assertEchoes("x".repeat(60_000)).closeRegularly();
		}
		directMemoryBefore = directMemory();
	}

	@AfterAll
	static void memoryIsBack() {
		server.awaitEmpty();
		assertThat(directMemory()).isLessThan(directMemoryBefore + POOLED);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("inputs")
	void isAnsweredAsDocumented(HostileInput input) {
		try (RawPeer peer = RawPeer.connectNarrow(server.server())) {
			if (input.upgraded()) {
				peer.upgrade("/echo");
			}
			input.attack().accept(peer);
			assertAnswer(peer, input.answer());
		}
		assertServesOthers();
		server.awaitEmpty();
		assertThat(directMemory()).isLessThan(directMemoryBefore + POOLED);
	}

	@Test
	void pingsOfAPeerThatNeverReadsTakeNoMemory() {
		byte[] pings = ClientFrames.repeat(ClientFrames.ping("p".repeat(125)), 1000);
		try (RawPeer peer = RawPeer.connectNarrow(server.server()).upgrade("/echo")) {
			CompletableFuture<Void> writing = Background.run(() -> {
				for (int i = 0; i < 100; i++) {
					peer.writeWhatGoes(pings);
				}
			});
			await().atMost(RawPeer.DEADLINE).until(() -> {
				assertThat(server.snapshot().queuedBytes()).isLessThan(1 << 20);
				assertThat(directMemory()).isLessThan(directMemoryBefore + POOLED);
				return writing.isDone() || server.server().connections().count() == 0;
			});
			assertServesOthers();
			peer.reset();
		}
	}

	@Test
	void stormsOfConnectionsThatVanishLeaveNothing() {
		for (int round = 0; round < 3; round++) {
			List<RawPeer> peers = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				RawPeer peer = server.connect();
				peers.add(peer);
				switch (i % 4) {
					case 0 -> peer.write(ClientFrames.ascii("GET /echo HTTP/1.1\r\n"));
					case 1 -> peer.write(RawRequest.to("/echo").bytes());
					case 2 -> peer.upgrade("/echo").write(ClientFrames.header(ClientFrames.BINARY, 50_000));
					default -> {
						// Says nothing at all.
					}
				}
			}
			peers.forEach((round % 2 == 0) ? RawPeer::reset : RawPeer::close);
		}
		assertServesOthers();
		server.awaitEmpty();
	}

	@Test
	void thereAreAtLeastSixtyInputs() {
		assertThat(inputs()).extracting(HostileInput::name).hasSizeGreaterThan(60).doesNotHaveDuplicates();
	}

	private static void assertAnswer(RawPeer peer, String answer) {
		String[] words = answer.split(" ");
		switch (words[0]) {
			case "status" -> {
				assertThat(peer.readResponse().status()).isEqualTo(Integer.parseInt(words[1]));
				peer.assertEnds();
			}
			case "code" -> {
				List<RawFrame> frames = peer.readUntilClose();
				assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(Integer.parseInt(words[1]));
				peer.assertEnds();
			}
			case "cut" -> peer.readUntilEnd();
			case "survives" -> peer.assertEchoes("still here").closeRegularly();
			case "gone" -> await().atMost(RawPeer.DEADLINE)
				.until(() -> server.server().connections().count() == 0 && server.snapshot().handshaking() == 0);
			default -> throw new IllegalArgumentException("answer: " + answer);
		}
	}

	private static void assertServesOthers() {
		try (RawPeer healthy = server.open("/echo")) {
			healthy.assertEchoes("healthy").closeRegularly();
		}
	}

	private static long directMemory() {
		return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
	}

}
