package io.aerosocket.server;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.telemetry.FlowTotals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Peers that begin large messages and do not finish them, and together would take more
 * memory than there is for them.
 */
class UnfinishedMemoryTests {

	private static final int MEBIBYTE = 1 << 20;

	private static final int BUDGET = 6 * MEBIBYTE;

	private static final int LARGE = 512 * 1024;

	private final List<RawPeer> peers = new ArrayList<>();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.options((options) -> options.eventLoops(2)
			.connection((connection) -> connection.maxMessageSize(4 * MEBIBYTE))
			.shared((limits) -> limits.withInboundMemoryBudget(BUDGET))));

	@AfterEach
	void nothingIsCountedOnceAllHaveGone() {
		this.peers.forEach(RawPeer::reset);
		this.server.awaitEmpty();
		await().atMost(RawPeer.DEADLINE).until(() -> flow().unfinishedUsed() == 0);
	}

	@Test
	void theLargestUnfinishedMessageIsGivenUpFirst() {
		RawPeer small = begin(LARGE / 2);
		RawPeer large = begin(2 * LARGE);
		assertThat(flow().unfinishedShed()).isZero();
		assertThat(flow().unfinishedMax()).isEqualTo(BUDGET);
		while (flow().unfinishedShed() == 0 && this.peers.size() < 20) {
			begin(LARGE);
		}
		List<RawFrame> frames = large.readUntilClose();
		assertThat(frames.get(0).closeCode()).isEqualTo(1013);
		assertThat(flow().unfinishedShed()).isEqualTo(1);
		assertThat(flow().unfinishedUsed()).isLessThan(BUDGET);
		small.write(ClientFrames.last("the rest"));
		assertThat(small.readFrame().payload()).hasSize(LARGE / 2 + 8);
	}

	@Test
	void manyUnfinishedMessagesDoNoHarm() {
		try (RawPeer other = this.server.open("/echo")) {
			for (int i = 0; i < 40; i++) {
				this.peers.add(this.server.open("/echo").write(ClientFrames.firstOfBinary(new byte[LARGE])));
				other.assertEchoes("message " + i);
				assertThat(flow().unfinishedUsed()).isLessThan(BUDGET + 4 * LARGE);
			}
			await().atMost(RawPeer.DEADLINE).until(() -> flow().unfinishedShed() >= 28);
			other.closeRegularly();
		}
	}

	@Test
	void aMessageThatIsFinishedIsNotCountedAnyMore() {
		RawPeer peer = begin(LARGE);
		assertThat(flow().unfinishedUsed()).isPositive();
		peer.write(ClientFrames.last("the rest"));
		assertThat(peer.readFrame().payload()).hasSize(LARGE + 8);
		await().atMost(RawPeer.DEADLINE).until(() -> flow().unfinishedUsed() == 0);
		assertThat(flow().unfinishedShed()).isZero();
	}

	@Test
	void whatGoesInOneReadIsNotCounted() {
		try (RawPeer peer = this.server.open("/echo")) {
			peer.assertEchoes("small");
			assertThat(flow().unfinishedUsed()).isZero();
			peer.closeRegularly();
		}
	}

	// Begins a message and waits until its first frame has arrived.
	private RawPeer begin(int bytes) {
		RawPeer peer = this.server.open("/echo");
		this.peers.add(peer);
		peer.write(ClientFrames.firstOfBinary(new byte[bytes])).write(ClientFrames.ping("arrived"));
		assertThat(peer.readFrame().opcode()).isIn(ClientFrames.PONG, ClientFrames.CLOSE);
		return peer;
	}

	private FlowTotals flow() {
		return this.server.snapshot().flow();
	}

}
