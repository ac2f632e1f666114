package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the packaged application does about one address that sends more than its share.
 * The outcomes are listed in docs/reliability.md.
 */
class FloodIntegrationTests {

	private static final String ATTACKER = "127.0.0.2";

	/** Fewer than may come from an address. */
	private static final int OTHERS = 50;

	private static final int SOCKETS = 1_500;

	private static final int ACCEPT_RATE = 300;

	private static final int MAX_PER_ADDRESS = 100;

	private static final int MESSAGES = 500;

	private static final int MESSAGES_PER_SECOND = 20;

	private static final Duration CALM = Duration.ofSeconds(1);

	private static final String PING = "{\"type\":\"ping\",\"token\":1}";

	private static final long start = System.nanoTime();

	private static SampleProcess sample;

	private final long began = System.nanoTime();

	private final AtomicInteger opened = new AtomicInteger();

	private final AtomicInteger answers = new AtomicInteger();

	private final AtomicInteger told429 = new AtomicInteger();

	private final AtomicInteger cut = new AtomicInteger();

	private final AtomicInteger told1008 = new AtomicInteger();

	private Meters before;

	@BeforeAll
	static void start() throws IOException {
		sample = SampleProcess.start("flood", List.of("-Xmx128m"),
				List.of("--aerosocket.server.connection.max-per-address=" + MAX_PER_ADDRESS,
						"--aerosocket.server.connection.accept-rate=" + ACCEPT_RATE,
						"--aerosocket.server.paths[/ticker].rate-limit.messages-per-second=" + MESSAGES_PER_SECOND,
						"--sample.ticker.interval=1h", "--management.endpoints.web.exposure.include=*"));
	}

	@AfterAll
	static void end() {
		sample.close();
	}

	@BeforeEach
	void remember() {
		Bystanders.await("nobody").until(() -> Meters.of(sample).sum("connections") == 0);
		this.before = Meters.of(sample);
	}

	@Test
	void moreSocketsThanAnAddressMayHaveAreRefused() throws IOException {
		try (Bystanders others = new Bystanders(sample.socketPort(), OTHERS)) {
			others.awaitProgress();
			try (Swarm flood = new Swarm(sample.socketPort(), "/ticker", SOCKETS, (number) -> new Attacker(0))) {
				flood.from(ATTACKER).allAtOnce().start();
				awaitAll("all were let in or refused",
						() -> assertThat(this.opened.get() + this.told429.get() + this.cut.get()).isEqualTo(SOCKETS));
				System.out.printf(
						"%d sockets from one address, which may have %d: %d open, %d told 429, %d cut after %d ms%n",
						SOCKETS, MAX_PER_ADDRESS, this.opened.get(), this.told429.get(), this.cut.get(), millis());
				assertThat(this.opened).hasValue(MAX_PER_ADDRESS);
				awaitAll("counted", () -> assertThat(more("handshakes_refused_total", "reason=\"address_limit\""))
					.isEqualTo(SOCKETS - MAX_PER_ADDRESS));
				assertThat(more("accept_pauses_total")).isPositive();
				others.awaitProgress();
			}
			others.assertUndisturbed();
		}
		assertWarnings("connection.max-per-address");
		assertWarnings("connection.accept-rate");
	}

	@Test
	void whatIsMoreThanItsRateIsDropped() throws IOException {
		sample.change("rate-limit.policy", "drop");
		try (Bystanders others = new Bystanders(sample.socketPort(), OTHERS); Swarm flood = flood()) {
			others.awaitProgress();
			flood.start();
			awaitAll("what was not dropped is answered", () -> {
				assertThat(this.opened).hasValue(MAX_PER_ADDRESS);
				assertThat(this.answers.get() + more("drops_total", "reason=\"rate_limited\""))
					.isEqualTo(MAX_PER_ADDRESS * MESSAGES);
			});
			System.out.printf(
					"drop: %d connections sent %d messages at once: %d answered, the rest dropped after %d ms%n",
					MAX_PER_ADDRESS, MESSAGES, this.answers.get(), millis());
			assertThat(this.answers.get()).isGreaterThanOrEqualTo(MAX_PER_ADDRESS * MESSAGES_PER_SECOND);
			others.awaitProgress();
			others.assertUndisturbed();
		}
		assertWarnings("rate-limit.messages-per-second");
	}

	@Test
	void whatIsMoreThanItsRateClosesIt() throws IOException {
		sample.change("rate-limit.policy", "close");
		try (Bystanders others = new Bystanders(sample.socketPort(), OTHERS); Swarm flood = flood()) {
			others.awaitProgress();
			flood.start();
			awaitAll("all were closed", () -> {
				assertThat(this.told1008).hasValue(MAX_PER_ADDRESS);
				assertThat(more("closes_total", "code=\"1008\"")).isEqualTo(MAX_PER_ADDRESS);
			});
			System.out.printf("close: %d connections sent %d messages at once: all closed after %d ms%n",
					MAX_PER_ADDRESS, MESSAGES, millis());
			others.awaitProgress();
			others.assertUndisturbed();
		}
		assertWarnings("rate-limit.messages-per-second");
	}

	@Test
	void whatIsMoreThanItsRateWaitsAndCostsNothingMeanwhile() throws IOException {
		sample.change("rate-limit.policy", "delay");
		try (Bystanders others = new Bystanders(sample.socketPort(), OTHERS); Swarm flood = flood()) {
			others.awaitProgress();
			flood.start();
			awaitAll("all wait", () -> assertThat(Meters.of(sample).sum("reads_paused")).isEqualTo(MAX_PER_ADDRESS));
			others.awaitProgress();
			others.rest();
			Duration[] busy = { sample.busy(), Duration.ZERO };
			Bystanders.await("less than half a core busy").pollDelay(CALM).pollInterval(CALM).until(() -> {
				Duration now = sample.busy();
				busy[1] = now.minus(busy[0]);
				busy[0] = now;
				return busy[1].compareTo(CALM.dividedBy(2)) < 0;
			});
			System.out.printf(
					"delay: %d connections sent %d messages at once: %d answered after %d ms, %d ms of a core in a second%n",
					MAX_PER_ADDRESS, MESSAGES, this.answers.get(), millis(), busy[1].toMillis());
			assertThat(more("drops_total")).isZero();
			others.assertUndisturbed();
		}
		assertWarnings("rate-limit.messages-per-second");
	}

	private Swarm flood() throws IOException {
		return new Swarm(sample.socketPort(), "/ticker", MAX_PER_ADDRESS, (number) -> new Attacker(MESSAGES))
			.from(ATTACKER);
	}

	private static void awaitAll(String what, ThrowingRunnable assertions) {
		Bystanders.await(what).untilAsserted(assertions);
	}

	private long more(String meter, String... labels) {
		return Meters.of(sample).sum(meter, labels) - this.before.sum(meter, labels);
	}

	private long millis() {
		return Duration.ofNanos(System.nanoTime() - this.began).toMillis();
	}

	// One line, and at most one more in ten seconds.
	private static void assertWarnings(String property) {
		assertThat(sample.output().lines().filter((line) -> line.contains(" WARN ") && line.contains(property)))
			.as("warnings of " + property)
			.hasSizeBetween(1, 1 + (int) Duration.ofNanos(System.nanoTime() - start).toSeconds() / 10);
		assertThat(sample.output()).doesNotContain(" ERROR ");
	}

	private final class Attacker implements SwarmClient.Script {

		private final int messages;

		private boolean open;

		Attacker(int messages) {
			this.messages = messages;
		}

		@Override
		public void opened(SwarmClient client) throws IOException {
			this.open = true;
			FloodIntegrationTests.this.opened.incrementAndGet();
			byte[] ping = PING.getBytes(StandardCharsets.US_ASCII);
			ByteBuffer all = ByteBuffer.allocate(this.messages * (6 + ping.length));
			for (int i = 0; i < this.messages; i++) {
				all.put((byte) 0x81).put((byte) (0x80 | ping.length)).putInt(0).put(ping);
			}
			client.sendRaw(all.flip());
		}

		@Override
		public void text(SwarmClient client, String text) {
			if (text.contains("\"pong\"")) {
				FloodIntegrationTests.this.answers.incrementAndGet();
			}
		}

		@Override
		public void ended(int code, IOException error) {
			if (code == 1008) {
				FloodIntegrationTests.this.told1008.incrementAndGet();
			}
			else if (!this.open && error != null && error.getMessage().startsWith("handshake: HTTP/1.1 429 ")
					&& error.getMessage().toLowerCase(Locale.ROOT).contains("retry-after: ")) {
				FloodIntegrationTests.this.told429.incrementAndGet();
			}
			else {
				FloodIntegrationTests.this.cut.incrementAndGet();
			}
		}

	}

}
