package io.aerosocket.telemetry;

import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EngineCounters} and {@link LoopCounters}.
 */
class EngineCountersTests {

	private final EngineCounters counters = new EngineCounters();

	@Test
	void nothingHasHappenedAtFirst() {
		EngineSnapshot snapshot = this.counters.snapshot(0, 0);
		assertThat(snapshot.openConnections()).isZero();
		assertThat(snapshot.refusals()).containsOnlyKeys(RefusalReason.values()).values().containsOnly(0L);
		assertThat(snapshot.drops()).containsOnlyKeys(DropReason.values()).values().containsOnly(0L);
		assertThat(snapshot.closes()).isEmpty();
	}

	@Test
	void addsUpWhatEventLoopsCount() {
		LoopCounters one = this.counters.addLoop();
		LoopCounters other = this.counters.addLoop();
		for (LoopCounters loop : Arrays.asList(one, other, one)) {
			loop.connectionOpened();
			loop.messageReceived(10);
			loop.messageSent(100);
			loop.messageSent(0);
			loop.readsPaused(1);
		}
		one.connectionClosed();
		one.readsPaused(-1);
		EngineSnapshot snapshot = this.counters.snapshot(7, 8);
		assertThat(snapshot.totalConnections()).isEqualTo(3);
		assertThat(snapshot.openConnections()).isEqualTo(2);
		assertThat(snapshot.handshaking()).isEqualTo(7);
		assertThat(snapshot.queuedBytes()).isEqualTo(8);
		assertThat(snapshot.messagesReceived()).isEqualTo(3);
		assertThat(snapshot.bytesReceived()).isEqualTo(30);
		assertThat(snapshot.messagesSent()).isEqualTo(6);
		assertThat(snapshot.bytesSent()).isEqualTo(300);
		assertThat(snapshot.pausedReads()).isEqualTo(2);
	}

	@Test
	void countsWhatIsRareByItsReason() {
		this.counters.refused(RefusalReason.ORIGIN);
		this.counters.refused(RefusalReason.ORIGIN);
		this.counters.dropped(DropReason.OLDEST, 5);
		this.counters.dropped(DropReason.OLDEST, 1);
		this.counters.closed(1000);
		this.counters.closed(4000);
		this.counters.closed(1000);
		this.counters.handlerFailed();
		EngineSnapshot snapshot = this.counters.snapshot(0, 0);
		assertThat(snapshot.refusals()).containsEntry(RefusalReason.ORIGIN, 2L).containsEntry(RefusalReason.PATH, 0L);
		assertThat(snapshot.drops()).containsEntry(DropReason.OLDEST, 6L).containsEntry(DropReason.CLOSED, 0L);
		assertThat(snapshot.closes()).containsExactly(Map.entry(1000, 2L), Map.entry(4000, 1L));
		assertThat(snapshot.handlerErrors()).isEqualTo(1);
	}

	@Test
	void aSnapshotDoesNotChange() {
		EngineSnapshot snapshot = this.counters.snapshot(0, 0);
		this.counters.refused(RefusalReason.TLS);
		this.counters.closed(1000);
		assertThat(snapshot.refusals()).containsEntry(RefusalReason.TLS, 0L);
		assertThat(snapshot.closes()).isEmpty();
	}

	@Test
	void rareEventsMayBeCountedByManyThreads() throws Exception {
		Thread[] threads = new Thread[4];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> {
				for (int j = 0; j < 10_000; j++) {
					this.counters.closed(1000 + j % 3);
					this.counters.refused(RefusalReason.FULL);
				}
			});
			threads[i].start();
		}
		for (Thread thread : threads) {
			thread.join(30_000);
		}
		EngineSnapshot snapshot = this.counters.snapshot(0, 0);
		assertThat(snapshot.refusals()).containsEntry(RefusalReason.FULL, 40_000L);
		assertThat(snapshot.closes().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(40_000);
	}

}
