package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Execution;
import io.aerosocket.Fragment;
import io.aerosocket.FragmentHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Handlers that take messages as they arrive, over real sockets.
 */
class StreamReceivingTests {

	private static final int MAX_MESSAGE = 200_000;

	private final CompletableFuture<Void> gate = new CompletableFuture<>();

	private final Hashing onLoop = new Hashing(Execution.EVENT_LOOP);

	private final Hashing onWorker = new Hashing(Execution.WORKER);

	private final Gated gated = new Gated(this.gate);

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/EVENT_LOOP", this.onLoop, limits())
		.route("/WORKER", this.onWorker, limits())
		.route("/gated", this.gated,
				new RouteOptions(ConnectionOptions.builder()
					.maxMessageSize(1L << 40)
					.maxPendingMessages(8)
					.closeTimeout(Duration.ofSeconds(1))
					.build(), null, null)));

	@ParameterizedTest(name = "{0}: frames of {1} and {2} bytes")
	@CsvSource({ "EVENT_LOOP, 0, 0", "EVENT_LOOP, 1, 0", "EVENT_LOOP, 0, 1", "EVENT_LOOP, 70000, 70001",
			"EVENT_LOOP, 200000, 0", "WORKER, 0, 0", "WORKER, 3, 4", "WORKER, 100000, 100000" })
	void whatArrivesIsWhatWasSent(Execution execution, int first, int second) {
		byte[] payload = random(first + second);
		byte[] head = Arrays.copyOf(payload, first);
		byte[] tail = Arrays.copyOfRange(payload, first, first + second);
		try (RawPeer peer = this.server.open("/" + execution)) {
			for (int round = 0; round < 3; round++) {
				peer.write(ClientFrames.firstOfBinary(head), ClientFrames.ping("between"),
						ClientFrames.frame(ClientFrames.FIN, tail));
				assertThat(peer.readFrame()).hasToString("opcode 10 (7) between");
				assertThat(peer.readFrame().text()).isEqualTo("binary " + hash(payload));
				peer.write(ClientFrames.text("\u20ac"));
				assertThat(peer.readFrame().text()).isEqualTo("text " + hash(ClientFrames.utf8("\u20ac")));
			}
			peer.closeRegularly();
		}
		assertThat(this.server.snapshot().messagesReceived()).isEqualTo(6);
		assertThat(this.server.snapshot().bytesReceived()).isEqualTo(3L * (first + second + 3));
	}

	@Test
	void bytesArriveBeforeTheirFrameIsWhole() {
		try (RawPeer peer = this.server.open("/EVENT_LOOP")) {
			byte[] frame = ClientFrames.binary(random(1000));
			peer.write(Arrays.copyOf(frame, 100));
			await().untilAsserted(() -> assertThat(this.onLoop.shapes).containsExactly("first 92"));
			peer.write(Arrays.copyOfRange(frame, 100, frame.length));
			peer.readFrame();
			assertThat(this.onLoop.shapes).containsExactly("first 92", "last 908");
			peer.closeRegularly();
		}
	}

	@ParameterizedTest(name = "cut every {0} bytes")
	@CsvSource({ "1", "2", "3", "5", "7" })
	void textsMayBeCutAnywhere(int size) {
		String text = "J\u00fcrgen \u20ac \ud83d\ude00 ".repeat(5);
		byte[] frame = ClientFrames.text(text);
		try (RawPeer peer = this.server.open("/WORKER")) {
			for (int i = 0; i < frame.length; i += size) {
				peer.write(Arrays.copyOfRange(frame, i, Math.min(i + size, frame.length)));
			}
			assertThat(peer.readFrame().text()).isEqualTo("text " + hash(ClientFrames.utf8(text)));
			peer.closeRegularly();
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "a wrong byte, 81 83 00000000 61 62 ff, 1007",
			"the first half of a character, 81 82 00000000 e2 82, 1007",
			"a text inside a text, 01 81 00000000 61 81 81 00000000 62, 1002",
			"a continuation of nothing, 80 80 00000000, 1002",
			"a frame that is too large, 82 ff 0000000000030d41 00000000, 1009",
			"an announcement that is too large, 82 ff 7fffffffffffffff 00000000, 1009" })
	void rulesAndLimitsHold(String rule, String frames, int code) {
		try (RawPeer peer = this.server.open("/EVENT_LOOP")) {
			peer.write(ClientFrames.hex(frames));
			peer.assertCloses(code);
		}
		assertThat(this.onLoop.shapes).noneMatch((shape) -> shape.contains("last"));
	}

	@Test
	void aMessageOfTooManyBytesIsRefusedBeforeTheyCame() {
		try (RawPeer peer = this.server.open("/EVENT_LOOP")) {
			peer.write(ClientFrames.firstOfBinary(new byte[MAX_MESSAGE]), ClientFrames.header(0x80, 1));
			peer.assertCloses(1009);
		}
	}

	@Test
	void aMessageOfTooManyFramesIsRefused() {
		try (RawPeer peer = this.server.open("/EVENT_LOOP")) {
			peer.write(ClientFrames.firstOfText("1"), ClientFrames.continuation("2"), ClientFrames.continuation("3"),
					ClientFrames.continuation("4"));
			peer.assertCloses(1009);
		}
	}

	@Test
	void aHandlerThatLagsStopsTheReading() {
		byte[] part = random(100_000);
		AtomicInteger written = new AtomicInteger();
		int parts = 300;
		try (RawPeer peer = this.server.open("/gated")) {
			CompletableFuture<Void> writing = Background.run(() -> {
				peer.write(ClientFrames.header(0x82, (long) parts * part.length));
				byte[] masked = ClientFrames.masked(part);
				for (int i = 0; i < parts; i++) {
					peer.write(masked);
					written.incrementAndGet();
				}
			});
			await().atMost(RawPeer.DEADLINE)
				.untilAsserted(() -> assertThat(this.server.snapshot().pausedReads()).isEqualTo(1));
			AtomicInteger before = new AtomicInteger(-1);
			await().atMost(RawPeer.DEADLINE)
				.pollInterval(Duration.ofMillis(200))
				.until(() -> before.getAndSet(written.get()) == written.get());
			assertThat(writing).isNotDone();
			assertThat(this.server.snapshot().bytesReceived()).isLessThan(20L * part.length);
			this.gate.complete(null);
			assertThat(writing).succeedsWithin(RawPeer.DEADLINE);
			assertThat(peer.readFrame().text()).isEqualTo("" + (long) parts * part.length);
			peer.closeRegularly();
		}
	}

	@Test
	void aPeerThatLeavesInTheMiddleIsReported() {
		try (RawPeer peer = this.server.open("/EVENT_LOOP")) {
			peer.write(ClientFrames.firstOfText("never finished"));
			await().until(() -> this.onLoop.shapes.contains("first 14"));
			peer.reset();
		}
		assertThat(this.onLoop.closed).succeedsWithin(RawPeer.DEADLINE);
		assertThat(this.onLoop.closed.join().code()).isEqualTo(CloseCode.ABNORMAL);
	}

	@ParameterizedTest
	@EnumSource(names = { "EVENT_LOOP", "WORKER" })
	void whatAHandlerThrowsMeetsTheFailurePolicy(Execution execution) {
		Hashing handler = (execution == Execution.WORKER) ? this.onWorker : this.onLoop;
		handler.failing = true;
		try (RawPeer peer = this.server.open("/" + execution)) {
			peer.write(ClientFrames.text("x"));
			assertThat(peer.readFrame().closeCode()).isEqualTo(1011);
		}
	}

	private static RouteOptions limits() {
		return new RouteOptions(ConnectionOptions.builder()
			.maxMessageSize(MAX_MESSAGE)
			.maxFragments(3)
			.closeTimeout(Duration.ofSeconds(1))
			.build(), null, null);
	}

	private static byte[] random(int size) {
		byte[] bytes = new byte[size];
		new SplittableRandom(size).nextBytes(bytes);
		return bytes;
	}

	private static int hash(byte[] bytes) {
		int hash = 1;
		for (byte b : bytes) {
			hash = 31 * hash + b;
		}
		return hash;
	}

	/** Answers each message with a hash of it, for one connection at a time. */
	private static final class Hashing implements FragmentHandler {

		private final Queue<String> shapes = new ConcurrentLinkedQueue<>();

		private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

		private final Execution execution;

		private volatile boolean failing;

		private volatile int hash;

		Hashing(Execution execution) {
			this.execution = execution;
		}

		@Override
		public @Nullable CompletionStage<?> onFragment(Connection connection, Fragment fragment) {
			if (this.failing) {
				throw new IllegalStateException("as it should");
			}
			this.shapes
				.add((fragment.isFirst() ? "first " : "") + (fragment.isLast() ? "last " : "") + fragment.size());
			assertThat(fragment.isLast() || fragment.size() > 0).isTrue();
			assertThat(fragment.payload()).isEqualTo(ByteBuffer.wrap(fragment.toByteArray()));
			int current = fragment.isFirst() ? 1 : this.hash;
			for (byte b : fragment.toByteArray()) {
				current = 31 * current + b;
			}
			this.hash = current;
			if (fragment.isLast()) {
				connection.sendText((fragment.isText() ? "text " : "binary ") + current);
			}
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(Connection connection, CloseReason reason) {
			this.closed.complete(reason);
			return null;
		}

		@Override
		public Execution execution(Event event) {
			return this.execution;
		}

	}

	/** Counts bytes as soon as it is let. */
	private static final class Gated implements FragmentHandler {

		private final CompletableFuture<Void> gate;

		private long bytes;

		Gated(CompletableFuture<Void> gate) {
			this.gate = gate;
		}

		@Override
		public @Nullable CompletionStage<?> onFragment(Connection connection, Fragment fragment) {
			return this.gate.thenRun(() -> {
				this.bytes += fragment.toByteArray().length;
				if (fragment.isLast()) {
					connection.sendText("" + this.bytes);
				}
			});
		}

	}

}
