package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the packaged application does when everybody connects in one moment. The outcomes
 * are listed in docs/reliability.md.
 */
class StormIntegrationTests {

	private static final int PEERS = Integer.getInteger("aerosocket.storm", 5_000);

	private static final int OTHERS = 20;

	private static SampleProcess sample;

	private final AtomicInteger opened = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private final AtomicInteger cut = new AtomicInteger();

	private final AtomicInteger otherwise = new AtomicInteger();

	@BeforeAll
	static void start() throws IOException {
		sample = SampleProcess.start("storm", List.of("-Xmx256m"),
				List.of("--management.endpoints.web.exposure.include=*", "--aerosocket.server.handshake.timeout=60s"));
	}

	@AfterAll
	static void end() {
		sample.close();
	}

	@Test
	void everybodyIsLetInAndNothingIsLeftOfThem() throws IOException {
		sample.change("connection.max", String.valueOf(PEERS + OTHERS));
		try (Bystanders others = new Bystanders(sample.socketPort(), OTHERS)) {
			others.awaitProgress();
			long files = Meters.of(sample).all("process_files_open_files");
			long began = System.nanoTime();
			try (Swarm storm = storm()) {
				storm.start();
				Bystanders.await("all are open").untilAsserted(() -> assertThat(this.opened).hasValue(PEERS));
				System.out.printf("%d peers connected in one moment: all open after %d ms%n", PEERS,
						Duration.ofNanos(System.nanoTime() - began).toMillis());
				assertThat(Meters.of(sample).sum("connections")).isEqualTo(PEERS + OTHERS);
				others.awaitProgress();
			}
			awaitNothingLeft(files);
			others.awaitProgress();
			others.assertUndisturbed();
		}
		assertThat(this.refused.get() + this.cut.get() + this.otherwise.get()).isZero();
		assertThat(sample.output()).doesNotContain(" ERROR ");
	}

	@Test
	void whoHasNoRoomIsToldWhenToComeBack() throws IOException {
		int room = PEERS / 2;
		sample.change("connection.max", String.valueOf(room + OTHERS));
		try (Bystanders others = new Bystanders(sample.socketPort(), OTHERS)) {
			others.awaitProgress();
			Meters before = Meters.of(sample);
			long began = System.nanoTime();
			try (Swarm storm = storm()) {
				storm.start();
				Bystanders.await("all were answered")
					.untilAsserted(
							() -> assertThat(this.opened.get() + this.refused.get() + this.cut.get()).isEqualTo(PEERS));
				System.out.printf(
						"%d peers connected in one moment, with room for %d: after %d ms %d open, %d told 503, %d cut%n",
						PEERS, room, Duration.ofNanos(System.nanoTime() - began).toMillis(), this.opened.get(),
						this.refused.get(), this.cut.get());
				Meters now = Meters.of(sample);
				assertThat(this.opened).hasValue(room);
				assertThat(now.sum("connections")).isEqualTo(room + OTHERS);
				assertThat(now.sum("handshakes_refused_total") - before.sum("handshakes_refused_total"))
					.isEqualTo(PEERS - room);
				others.awaitProgress();
			}
			awaitNothingLeft(before.all("process_files_open_files"));
			others.awaitProgress();
			others.assertUndisturbed();
		}
		assertThat(this.otherwise).hasValue(0);
		assertThat(sample.output()).doesNotContain(" ERROR ");
	}

	private static void awaitNothingLeft(long files) {
		Bystanders.await("nothing is left").untilAsserted(() -> {
			Meters meters = Meters.of(sample);
			assertThat(meters.sum("connections")).isEqualTo(OTHERS);
			assertThat(meters.sum("handshaking")).isZero();
			assertThat(meters.sum("queued_bytes")).isZero();
			// A few more of our own asking.
			assertThat(meters.all("process_files_open_files")).isLessThan(files + 20);
		});
	}

	private Swarm storm() throws IOException {
		return new Swarm(sample.socketPort(), "/echo", PEERS, (number) -> new Peer()).allAtOnce();
	}

	private final class Peer implements SwarmClient.Script {

		private boolean open;

		@Override
		public void opened(SwarmClient client) {
			this.open = true;
			StormIntegrationTests.this.opened.incrementAndGet();
		}

		@Override
		public void text(SwarmClient client, String text) {
			throw new IllegalStateException("Nothing was asked");
		}

		@Override
		public void ended(int code, IOException error) {
			if (this.open) {
				StormIntegrationTests.this.otherwise.incrementAndGet();
			}
			else if (error == null || !error.getMessage().startsWith("handshake: ")) {
				StormIntegrationTests.this.cut.incrementAndGet();
			}
			else if (error.getMessage().startsWith("handshake: HTTP/1.1 503 ")
					&& error.getMessage().toLowerCase(Locale.ROOT).contains("retry-after: ")) {
				StormIntegrationTests.this.refused.incrementAndGet();
			}
			else {
				StormIntegrationTests.this.otherwise.incrementAndGet();
			}
		}

	}

}
