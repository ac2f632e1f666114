package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that ten thousand connections at once fit into a small heap.
 */
class SmokeLoadIntegrationTests {

	private static final int CLIENTS = 10_000;

	private static final int MESSAGES = 5;

	private static final long HEAP_MEBIBYTES = 512;

	private static final Pattern HEAP_USED = Pattern
		.compile("(?m)^jvm_memory_used_bytes\\{[^}]*area=\"heap\"[^}]*} (\\S+)$");

	private final AtomicInteger opened = new AtomicInteger();

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicReference<String> fault = new AtomicReference<>();

	@Test
	void tenThousandConnectionsAreAnsweredAtOnce() throws IOException {
		try (SampleProcess sample = SampleProcess.start("smoke-load", List.of("-Xmx" + HEAP_MEBIBYTES + "m"),
				List.of()); Swarm swarm = new Swarm(sample.socketPort(), "/echo", CLIENTS, Script::new)) {
			swarm.start();
			Awaitility.await("all answers")
				.atMost(Duration.ofSeconds(90))
				.until(() -> this.fault.get() != null || this.answered.get() == CLIENTS * MESSAGES);
			assertThat(this.fault).hasValue(null);
			assertThat(this.opened).hasValue(CLIENTS);
			assertThat(sample.getJson("/api/status").path("openConnections").asInt()).isEqualTo(CLIENTS);
			assertThat(sample.getJson("/actuator/health").path("status").asString()).isEqualTo("UP");
			assertThat(heapUsed(sample)).isBetween(1L, HEAP_MEBIBYTES << 20);
			assertThat(sample.output()).doesNotContain("OutOfMemoryError").doesNotContain(" ERROR ");
		}
	}

	private static long heapUsed(SampleProcess sample) {
		Matcher pools = HEAP_USED.matcher(sample.get("/actuator/prometheus"));
		return pools.results().mapToLong((pool) -> (long) Double.parseDouble(pool.group(1))).sum();
	}

	/**
	 * Echoes a few messages, each of another size, and stays.
	 */
	private final class Script implements SwarmClient.Script {

		private final int number;

		private int received;

		Script(int number) {
			this.number = number;
		}

		@Override
		public void opened(SwarmClient client) throws IOException {
			SmokeLoadIntegrationTests.this.opened.incrementAndGet();
			client.send(message());
		}

		@Override
		public void text(SwarmClient client, String text) throws IOException {
			if (!text.equals(message())) {
				SmokeLoadIntegrationTests.this.fault.set("client " + this.number + " received " + text);
			}
			this.received++;
			SmokeLoadIntegrationTests.this.answered.incrementAndGet();
			if (this.received < MESSAGES) {
				client.send(message());
			}
		}

		@Override
		public void ended(int code, IOException error) {
			SmokeLoadIntegrationTests.this.fault.compareAndSet(null,
					"client " + this.number + " was closed with " + code + ", " + error);
		}

		private String message() {
			return "client " + this.number + " message " + this.received + " " + "x".repeat(this.received * 100);
		}

	}

}
