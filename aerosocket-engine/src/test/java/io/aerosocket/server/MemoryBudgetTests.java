package io.aerosocket.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.CompressionMode;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.FlowTotals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Peers that read slowly and together would take more memory than there is for them.
 */
class MemoryBudgetTests {

	private static final int MESSAGE = 16 * 1024;

	private static final int MEBIBYTE = 1 << 20;

	private static final int BUDGET = 4 * MEBIBYTE;

	private static final int LOOPS = 2;

	/** Each event loop tells the budget of steps of so many bytes. */
	private static final int STEP = 64 * 1024;

	private final RecordingHandler handler = new RecordingHandler();

	private final Queue<String> shed = new ConcurrentLinkedQueue<>();

	private final List<RawPeer> peers = new ArrayList<>();

	@RegisterExtension
	final TestServer server = TestServer
		.with((builder) -> builder.route("/close", this.handler, options(SlowConsumerPolicy.CLOSE))
			.route("/drop", this.handler, options(SlowConsumerPolicy.DROP_NEWEST))
			.route("/echo", TestServer.ECHO, options(SlowConsumerPolicy.CLOSE))
			.options((options) -> options.eventLoops(LOOPS).shared((limits) -> limits.withMemoryBudget(BUDGET)))
			.listener(new EngineListener() {

				@Override
				public void shed(Connection connection, long bytes, long used, long max) {
					MemoryBudgetTests.this.shed.add(connection.id());
					assertThat(used).isGreaterThan(max);
				}

			}));

	@AfterEach
	void nothingIsCountedOnceAllHaveGone() {
		this.peers.forEach(RawPeer::reset);
		this.server.awaitEmpty();
		await().atMost(RawPeer.DEADLINE).until(() -> flow().memoryUsed() == 0);
	}

	@Test
	void theLargestQueueIsGivenUpFirst() {
		Connection large = open("/close");
		Connection small = open("/close");
		Connection last = open("/close");
		Backlog.fill(small, MEBIBYTE / 2, (number) -> send(small));
		Backlog.fill(large, 2 * MEBIBYTE, (number) -> send(large));
		assertThat(flow().queuesShed()).isZero();
		assertThat(flow().memoryUsed()).isBetween(2L * MEBIBYTE, (long) BUDGET);
		assertThat(flow().memoryMax()).isEqualTo(BUDGET);
		while (flow().queuesShed() == 0 && last.queuedBytes() < 2 * MEBIBYTE) {
			send(last);
		}
		assertThat(this.shed).containsExactly(large.id());
		List<RawFrame> frames = this.peers.get(0).readUntilClose();
		assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(1013);
		assertThat(large.isOpen()).isFalse();
		assertThat(small.isOpen()).isTrue();
		assertThat(last.isOpen()).isTrue();
		assertThat(flow().memoryUsed()).isLessThan(BUDGET);
		assertThat(this.server.snapshot().drops().get(DropReason.SHED)).isGreaterThan(50);
	}

	@Test
	void whoseMessagesMayBeDroppedStays() {
		Connection large = open("/drop");
		Connection other = open("/drop");
		Backlog.fill(large, 3 * MEBIBYTE, (number) -> send(large));
		while (flow().queuesShed() == 0 && other.queuedBytes() < 2 * MEBIBYTE) {
			send(other);
		}
		assertThat(this.shed).containsExactly(large.id());
		assertThat(large.isOpen()).isTrue();
		large.sendText("goes on");
		RawFrame frame = this.peers.get(0).readFrame();
		while (frame.opcode() != ClientFrames.TEXT) {
			frame = this.peers.get(0).readFrame();
		}
		assertThat(frame.text()).isEqualTo("goes on");
	}

	@Test
	void manySlowReadersDoNoHarm() {
		List<Connection> slow = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			slow.add(open("/drop"));
		}
		try (RawPeer quick = this.server.open("/echo")) {
			for (int round = 0; flow().queuesShed() < 20; round++) {
				slow.forEach(MemoryBudgetTests::send);
				assertThat(flow().memoryUsed()).isLessThan(BUDGET + LOOPS * STEP + 2 * MESSAGE);
				if (round % 16 == 0) {
					quick.assertEchoes("round " + round);
				}
			}
			quick.closeRegularly();
		}
		assertThat(slow).allMatch(Connection::isOpen);
	}

	@Test
	void manySmallMessagesTakeMoreThanTheirBytes() {
		Connection slow = open("/drop");
		Backlog.fill(slow, 256 * 1024, (number) -> send(slow));
		long before = flow().memoryUsed();
		for (int i = 0; i < 1000; i++) {
			slow.sendBinary(new byte[1]);
		}
		assertThat(flow().memoryUsed() - before).isGreaterThan(100_000);
	}

	@Test
	void aBroadcastTakesItsMemoryOnce() {
		List<Connection> slow = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			slow.add(open("/drop"));
		}
		// Until the kernel's buffers are full too.
		while (slow.stream().anyMatch((connection) -> connection.queuedBytes() < MEBIBYTE)) {
			this.server.server()
				.connections()
				.broadcastAndCount(PreparedMessage.binary(new byte[MESSAGE]), (connection) -> true)
				.toCompletableFuture()
				.join();
		}
		assertThat(flow().memoryUsed()).as("not thirty times as much").isBetween(MEBIBYTE / 2L, (long) BUDGET);
		assertThat(flow().queuesShed()).isZero();
	}

	@Test
	void theBudgetMayChange() {
		Connection slow = open("/drop");
		Backlog.fill(slow, 2 * MEBIBYTE, (number) -> send(slow));
		this.server.server().reconfigure((options) -> options.shared((limits) -> limits.withMemoryBudget(MEBIBYTE)));
		for (int i = 0; i < 20; i++) {
			send(slow);
		}
		assertThat(flow().queuesShed()).isPositive();
		assertThat(flow().memoryMax()).isEqualTo(MEBIBYTE);
	}

	private Connection open(String path) {
		this.peers.add(RawPeer.connectNarrow(this.server.server()).upgrade(path));
		return this.handler.awaitOpen();
	}

	private static void send(Connection connection) {
		connection.sendBinary(new byte[MESSAGE]);
	}

	private FlowTotals flow() {
		return this.server.snapshot().flow();
	}

	private static RouteOptions options(SlowConsumerPolicy policy) {
		return new RouteOptions(ConnectionOptions.builder()
			.maxQueuedBytes(16 * MEBIBYTE)
			.slowConsumerPolicy(policy)
			.compression(CompressionMode.OFF)
			.build(), null, null);
	}

}
