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

	private static final int PEERS = 400;

	private static final int DECLARED = 200_000;

	private static final int SENT = 100_000;

	@Test
	void directMemoryThatRunsOutCutsPeersAndNotTheServer() throws Exception {
		try (SampleProcess sample = SampleProcess.start("direct-memory", List.of("-XX:MaxDirectMemorySize=32m"),
				List.of())) {
			Half half = new Half();
			try (Swarm swarm = new Swarm(sample.socketPort(), "/echo", PEERS, (number) -> half)) {
				swarm.start();
				long t = System.nanoTime();
				while (System.nanoTime() - t < 8_000_000_000L) {
					Thread.sleep(1000);
					System.out.println("opened " + half.opened + " ended " + half.ended + " " + half.last);
				}
			}
			Awaitility.await()
				.atMost(DEADLINE)
				.untilAsserted(() -> assertThat(Meters.of(sample).sum("connections")).isZero());
			try (Bystanders others = new Bystanders(sample.socketPort(), 50)) {
				others.awaitProgress();
			}
			Meters meters = Meters.of(sample);
			System.out.println(sample.output().lines().skip(30).toList());
			System.out.println(sample.get("/actuator/prometheus")
				.lines()
				.filter((l) -> l.startsWith("aerosocket") && !l.contains("bucket") && !l.endsWith(" 0.0"))
				.toList());
		}
	}

	private static final class Half implements SwarmClient.Script {

		final AtomicInteger opened = new AtomicInteger();

		final AtomicInteger ended = new AtomicInteger();

		volatile String last;

		@Override
		public void opened(SwarmClient client) throws IOException {
			this.opened.incrementAndGet();
			ByteBuffer frame = ByteBuffer.allocate(SENT + 14)
				.put((byte) 0x82)
				.put((byte) 0xFF)
				.putLong(DECLARED)
				.putInt(0);
			client.sendRaw(frame.position(frame.capacity()).flip());
		}

		@Override
		public void text(SwarmClient client, String text) throws IOException {
		}

		@Override
		public void ended(int code, IOException error) {
			this.ended.incrementAndGet();
			this.last = code + " " + error;
		}

	}

}
