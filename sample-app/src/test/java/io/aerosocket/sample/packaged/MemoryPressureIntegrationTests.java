package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the packaged application does when memory runs out. The outcomes are listed in
 * docs/reliability.md.
 */
class MemoryPressureIntegrationTests {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final int DIRECT_MEBIBYTES = 32;

	private static final int OTHERS = 50;

	/** With half a message each, they hold more than all direct memory. */
	private static final int PEERS = 400;

	private static final int DECLARED = 200_000;

	private static final int SENT = 100_000;

	private final AtomicInteger opened = new AtomicInteger();

	private final AtomicInteger toldToGo = new AtomicInteger();

	private final AtomicInteger endedOtherwise = new AtomicInteger();

	@Test
	void unfinishedMessagesBeyondTheMemoryCostTheirSendersAndNobodyElse() throws Exception {
		try (SampleProcess sample = SampleProcess.start("direct-memory",
				List.of("-XX:MaxDirectMemorySize=" + DIRECT_MEBIBYTES + "m"), List.of());
				Bystanders others = new Bystanders(sample.socketPort(), OTHERS)) {
			others.awaitProgress();
			long began = System.nanoTime();
			try (Swarm swarm = new Swarm(sample.socketPort(), "/echo", PEERS, (number) -> new HalfAMessage())) {
				swarm.start();
				awaitReconciled(sample);
				System.out.printf("%d peers began %d messages of %d bytes: %d closed after %d ms%n", PEERS,
						this.opened.get(), DECLARED, this.toldToGo.get(),
						Duration.ofNanos(System.nanoTime() - began).toMillis());
				others.awaitProgress();
			}
			awaitOnlyTheOthers(sample);
			others.awaitProgress();
			others.assertUndisturbed();
			assertThat(this.endedOtherwise).as("peers that ended without being told why").hasValue(0);
			assertThat(sample.output().lines().filter((line) -> line.contains("were kept of unfinished messages")))
				.as("warnings, at most one in ten seconds")
				.hasSizeBetween(1, 1 + (int) Duration.ofNanos(System.nanoTime() - began).toSeconds() / 10);
			assertThat(sample.output()).doesNotContain("OutOfMemoryError").doesNotContain(" ERROR ");
		}
	}

	// All have begun, and whoever was closed was told so: the peers and the meters agree.
	private void awaitReconciled(SampleProcess sample) {
		Awaitility.await("as many were told to go as the meters say").atMost(DEADLINE).untilAsserted(() -> {
			Meters meters = Meters.of(sample);
			assertThat(this.opened).hasValue(PEERS);
			assertThat(meters.sum("inbound_memory_bytes")).isLessThanOrEqualTo(meters.sum("inbound_memory_max_bytes"));
			assertThat(meters.sum("inbound_shed_total")).isPositive().isEqualTo(this.toldToGo.get());
			assertThat(meters.sum("closes_total", "code=\"1013\"")).isEqualTo(this.toldToGo.get());
			// What is in flight may still tip the balance.
			assertThat((PEERS - this.toldToGo.get()) * (long) SENT)
				.isLessThanOrEqualTo(meters.sum("inbound_memory_bytes"));
		});
	}

	private static void awaitOnlyTheOthers(SampleProcess sample) {
		Awaitility.await("memory and connections are back").atMost(DEADLINE).untilAsserted(() -> {
			Meters meters = Meters.of(sample);
			assertThat(meters.sum("connections")).isEqualTo(OTHERS);
			assertThat(meters.sum("connections_opened_total")).isEqualTo(OTHERS + PEERS);
			assertThat(meters.sum("closes_total")).isEqualTo(PEERS);
			assertThat(meters.sum("inbound_memory_bytes")).isZero();
		});
	}

	/**
	 * Begins a large message and does not finish it.
	 */
	private final class HalfAMessage implements SwarmClient.Script {

		@Override
		public void opened(SwarmClient client) throws IOException {
			MemoryPressureIntegrationTests.this.opened.incrementAndGet();
			ByteBuffer half = ByteBuffer.allocate(14 + SENT)
				.put((byte) 0x82)
				.put((byte) 0xFF)
				.putLong(DECLARED)
				.putInt(0);
			client.sendRaw(half.rewind());
		}

		@Override
		public void text(SwarmClient client, String text) {
			throw new IllegalStateException("An answer to half a message");
		}

		@Override
		public void ended(int code, IOException error) {
			((code == 1013) ? MemoryPressureIntegrationTests.this.toldToGo
					: MemoryPressureIntegrationTests.this.endedOtherwise)
				.incrementAndGet();
		}

	}

}
