package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the packaged application does for thousands of peers that do not read what they
 * are answered, until they do. The outcomes are listed in docs/reliability.md.
 */
@NeedsDistantNetwork
class SlowReadersIntegrationTests {

	private static final int OTHERS = 20;

	private static final int PEERS = Integer.getInteger("aerosocket.slow-readers", 500);

	/** More than fit into a queue, a transport and the operating system. */
	private static final int MESSAGES = 64;

	private static final int QUEUE = 64 << 10;

	/** A quarter of what there would be in all queues. */
	private static final int BUDGET = PEERS * (QUEUE / 4);

	/** By what a budget may be exceeded for each event loop. */
	private static final int UNNOTICED = 64 << 10;

	private static final int LOOPS = 2;

	private static final long began = System.nanoTime();

	private static DistantNetwork network;

	private static SampleProcess sample;

	@BeforeAll
	static void start() throws IOException {
		network = DistantNetwork.create();
		// A transport holds 64 KB for each slow peer.
		int directMebibytes = 64 + PEERS / 8;
		sample = SampleProcess.start("slow-readers",
				List.of("-Xmx128m", "-XX:MaxDirectMemorySize=" + directMebibytes + "m"),
				List.of("--aerosocket.server.address=" + network.address(), "--aerosocket.server.plaintext=true",
						"--aerosocket.server.event-loops=" + LOOPS,
						"--aerosocket.server.outbound.max-queued-bytes=" + QUEUE,
						"--aerosocket.server.outbound.memory-budget=" + BUDGET,
						"--aerosocket.server.connection.close-timeout=1m",
						"--management.endpoints.web.exposure.include=*"));
	}

	@AfterAll
	static void end() throws IOException {
		if (sample != null) {
			sample.close();
		}
		if (network != null) {
			network.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "close", "drop-oldest", "drop-newest" })
	void nothingIsLostButWhatIsCounted(String policy) throws IOException {
		Bystanders.await("nobody").until(() -> Meters.of(sample).sum("connections") == 0);
		sample.change("outbound.slow-consumer-policy", policy);
		Round round = new Round(policy, Meters.of(sample));
		try (Bystanders others = new Bystanders(sample.socketPort(), network.address(), OTHERS);
				SlowReaders readers = SlowReaders.start(network, sample.socketPort(), PEERS, MESSAGES)) {
			round.awaitFullQueues(readers);
			others.awaitProgress();
			readers.read();
			round.awaitReconciled(readers, others.rest());
			others.assertUndisturbed();
		}
		assertThat(sample.output()).doesNotContain("OutOfMemoryError").doesNotContain(" ERROR ");
		assertThat(sample.output().lines().filter((line) -> line.contains(" WARN "))).as("a line for each limit")
			.hasSizeBetween(1, 2 * (1 + (int) Duration.ofNanos(System.nanoTime() - began).toSeconds() / 10));
	}

	/**
	 * What the meters say beyond what they said before.
	 */
	private record Round(String policy, Meters before) {

		// Most of those who do not read have met the policy, or the budget.
		void awaitFullQueues(SlowReaders readers) {
			Bystanders.await("full queues").untilAsserted(() -> {
				Meters now = Meters.of(sample);
				assertThat(now.sum("outbound_memory_bytes")).isLessThanOrEqualTo(BUDGET + LOOPS * UNNOTICED);
				assertThat(readers.opened()).isEqualTo(PEERS);
				assertThat(more(now, "drops_total")).isGreaterThan(PEERS * 10);
			});
		}

		void awaitReconciled(SlowReaders readers, long othersAsked) {
			Bystanders.await("what was asked was answered, or is counted").untilAsserted(() -> {
				Meters now = Meters.of(sample);
				long drops = more(now, "drops_total");
				assertThat(more(now, "messages_total", "direction=\"in\"") - othersAsked)
					.isEqualTo(readers.answers() + drops);
				assertThat(more(now, "closes_total", "code=\"1013\"")).isEqualTo(readers.toldToGo());
				assertThat(now.sum("queued_bytes")).isZero();
				assertThat(now.sum("outbound_memory_bytes")).isZero();
				assertThat(readers.endedOtherwise()).isZero();
				if (this.policy.equals("close")) {
					assertThat(readers.toldToGo()).isBetween(PEERS / 2L, (long) PEERS);
					assertThat(more(now, "drops_total", "reason=\"closed\"")).isEqualTo(drops);
				}
				else {
					assertThat(readers.toldToGo()).isZero();
					assertThat(readers.answers() + drops).isEqualTo(PEERS * MESSAGES);
					assertThat(more(now, "outbound_shed_total")).isPositive();
					String own = "reason=\"" + this.policy.substring("drop-".length()) + "\"";
					assertThat(more(now, "drops_total", own) + more(now, "drops_total", "reason=\"shed\""))
						.isEqualTo(drops);
				}
				System.out.printf("%s: %d peers did not read: %d answers, %d given up, %d queues shed, %d told to go%n",
						this.policy, PEERS, readers.answers(), drops, more(now, "outbound_shed_total"),
						readers.toldToGo());
			});
		}

		private long more(Meters now, String meter, String... labels) {
			return now.sum(meter, labels) - this.before.sum(meter, labels);
		}

	}

}
