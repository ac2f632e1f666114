package io.aerosocket.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.Execution;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.FlowTotals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Peers whose messages wait for slow handlers, each within its limit, and together would
 * take more memory than there is for them.
 */
class WaitingMemoryTests {

	private static final int MEBIBYTE = 1 << 20;

	private static final int BUDGET = 4 * MEBIBYTE;

	private static final int LARGE = 100 * 1024;

	private final CompletableFuture<Void> gate = new CompletableFuture<>();

	private final AtomicInteger handled = new AtomicInteger();

	private final List<RawPeer> peers = new ArrayList<>();

	private final List<DropReason> letters = new ArrayList<>();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.route("/async", new RecordingHandler(Execution.EVENT_LOOP, (connection, message) -> {
			this.handled.incrementAndGet();
			return this.gate;
		}))
		.route("/worker", new RecordingHandler(Execution.WORKER, (connection, message) -> {
			this.gate.join();
			this.handled.incrementAndGet();
			return null;
		}))
		.deadLetterSink((letter) -> {
			synchronized (this.letters) {
				this.letters.add(letter.reason());
			}
		})
		.options((options) -> options.eventLoops(2)
			.shared((limits) -> limits.withInboundMemoryBudget(BUDGET).withMaxDeadLetters(1))));

	@AfterEach
	void nothingIsCountedOnceAllIsHandled() {
		this.peers.forEach(RawPeer::reset);
		this.gate.complete(null);
		this.server.awaitEmpty();
		await().atMost(RawPeer.DEADLINE)
			.untilAsserted(() -> assertThat(flow().unfinishedUsed()).as("bytes that are kept").isZero());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/async", "/worker" })
	void whatWaitsForSlowHandlersIsBoundedTogether(String path) {
		byte[] messages = ClientFrames.repeat(ClientFrames.binary(new byte[LARGE]), 5);
		try (RawPeer other = this.server.open("/echo")) {
			for (int i = 0; i < 60; i++) {
				open(path).writeWhatGoes(messages);
				other.assertEchoes("message " + i);
				assertThat(flow().unfinishedUsed()).isLessThan(BUDGET + 4 * LARGE);
			}
			await().atMost(RawPeer.DEADLINE).until(() -> flow().unfinishedShed() > 0);
			assertThat(this.server.snapshot().drops().get(DropReason.UNHANDLED)).isPositive();
			other.closeRegularly();
		}
		await().atMost(RawPeer.DEADLINE).untilAsserted(() -> {
			synchronized (this.letters) {
				assertThat(this.letters).contains(DropReason.UNHANDLED);
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/async", "/worker" })
	void whoeverIsGivenUpIsToldWhy(String path) {
		List<RawPeer> given = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			given.add(open(path).writeWhatGoes(ClientFrames.binary(new byte[LARGE]),
					ClientFrames.binary(new byte[LARGE])));
		}
		await().atMost(RawPeer.DEADLINE).until(() -> closedWith(1013) >= 15);
		assertThat(flow().unfinishedUsed()).isLessThan(BUDGET + 4 * LARGE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/async", "/worker" })
	void nobodyIsClosedAsLongAsItIsEnoughToReadLess(String path) {
		int peers = 60;
		int messages = 250;
		for (int i = 0; i < peers; i++) {
			open(path).writeWhatGoes(ClientFrames.repeat(ClientFrames.text("price " + i), messages));
		}
		await().atMost(RawPeer.DEADLINE).until(() -> this.server.snapshot().pausedReads() > 0);
		assertThat(flow().unfinishedUsed()).isLessThan(BUDGET);
		this.gate.complete(null);
		await().atMost(RawPeer.DEADLINE).untilAsserted(() -> assertThat(this.handled).hasValue(peers * messages));
		assertThat(flow().unfinishedShed()).isZero();
		assertThat(this.server.snapshot().drops().getOrDefault(DropReason.UNHANDLED, 0L)).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/async", "/worker" })
	void whatPeersLeaveBehindWhoHangUpCounts(String path) {
		for (int i = 0; i < 60; i++) {
			RawPeer peer = this.server.open(path);
			peer.writeWhatGoes(ClientFrames.repeat(ClientFrames.binary(new byte[LARGE]), 3));
			peer.hangUp();
			assertThat(flow().unfinishedUsed()).isLessThan(BUDGET + 4 * LARGE);
		}
		await().atMost(RawPeer.DEADLINE).until(() -> flow().unfinishedShed() > 0);
	}

	@Test
	void aMessageThatIsHandledLaterCounts() {
		open("/async").write(ClientFrames.binary(new byte[LARGE]));
		await().atMost(RawPeer.DEADLINE).until(() -> flow().unfinishedUsed() >= LARGE - 4096);
		this.gate.complete(null);
		await().atMost(RawPeer.DEADLINE).until(() -> flow().unfinishedUsed() == 0);
	}

	@Test
	void whatWasReadBehindAPauseCounts() {
		RawPeer peer = open("/async");
		peer.write(ClientFrames.repeat(ClientFrames.binary(new byte[LARGE]), 16));
		await().atMost(RawPeer.DEADLINE).until(() -> this.server.snapshot().pausedReads() == 1);
		await().atMost(RawPeer.DEADLINE).until(() -> flow().unfinishedUsed() > 10 * LARGE);
		assertThat(flow().unfinishedShed()).isZero();
	}

	private RawPeer open(String path) {
		RawPeer peer = this.server.open(path);
		this.peers.add(peer);
		return peer;
	}

	private long closedWith(int code) {
		return this.server.snapshot().closes().getOrDefault(code, 0L);
	}

	private FlowTotals flow() {
		return this.server.snapshot().flow();
	}

}
