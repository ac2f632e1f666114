package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.faulty.GreedyHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the packaged application does when a handler takes more heap than there is. The
 * outcomes are listed in docs/reliability.md.
 */
class HeapIntegrationTests {

	private static final int PEERS = 5;

	private static final int OTHERS = 50;

	private static SampleProcess sample;

	@BeforeAll
	static void start() throws IOException {
		sample = AddedHandlers.start("heap", List.of("-Xmx96m"), GreedyHandler.class, GreedyHandler.OnWorker.class);
	}

	@AfterAll
	static void end() {
		sample.close();
	}

	@ParameterizedTest
	@CsvSource({ "/greedy, at once", "/greedy, bit by bit", "/greedy-worker, at once", "/greedy-worker, bit by bit" })
	void whoseHandlerTakesTooMuchIsClosedAndNobodyElse(String path, String how) throws IOException {
		AtomicInteger failed = new AtomicInteger();
		AtomicInteger otherwise = new AtomicInteger();
		Meters before = Meters.of(sample);
		try (Bystanders others = new Bystanders(sample.socketPort(), OTHERS);
				Swarm swarm = new Swarm(sample.socketPort(), path, PEERS,
						(number) -> new Asking(how, failed, otherwise))) {
			others.awaitProgress();
			swarm.start();
			Bystanders.await("all were closed")
				.untilAsserted(() -> assertThat(failed.get() + otherwise.get()).isEqualTo(PEERS));
			assertThat(failed).as("closed with 1011").hasValue(PEERS);
			others.awaitProgress();
			others.assertUndisturbed();
			Bystanders.await("counted").untilAsserted(() -> {
				Meters now = Meters.of(sample);
				assertThat(now.sum("connections")).isEqualTo(OTHERS);
				assertThat(now.sum("errors_total") - before.sum("errors_total")).isEqualTo(PEERS);
			});
		}
		assertThat(sample.getJson("/actuator/health/readiness").path("status").asString()).isEqualTo("UP");
	}

	private record Asking(String how, AtomicInteger failed, AtomicInteger otherwise) implements SwarmClient.Script {

		@Override
		public void opened(SwarmClient client) throws IOException {
			client.send(this.how);
		}

		@Override
		public void text(SwarmClient client, String text) {
			throw new IllegalStateException(text);
		}

		@Override
		public void ended(int code, IOException error) {
			((code == 1011) ? this.failed : this.otherwise).incrementAndGet();
		}

	}

}
