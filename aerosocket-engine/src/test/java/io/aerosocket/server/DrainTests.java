package io.aerosocket.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.aerosocket.telemetry.DrainProgress;
import io.aerosocket.telemetry.EngineListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * How a server that stops says goodbye can be set, followed and hurried.
 */
class DrainTests {

	private final Progress progress = new Progress();

	@Test
	void thePeerIsToldWhenToComeBack() throws Exception {
		try (TestServer server = started(DrainOptions.DEFAULTS.withRetryAfter(Duration.ofSeconds(7)).withJitter(0));
				RawPeer peer = server.open("/echo");
				RawPeer late = server.connect()) {
			await().until(() -> server.snapshot().handshaking() == 1);
			CompletableFuture<Integer> stopped = stop(server, Duration.ofSeconds(8));
			assertThat(peer.readFrame().closeText()).isEqualTo("the server is shutting down; retry-after=7");
			late.write(RawRequest.to("/echo").bytes());
			assertThat(late.readResponse().header("Retry-After")).isEqualTo("7");
			leave(peer);
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
		}
	}

	@Test
	void whatIsSaidIsWhatWasSetLast() throws Exception {
		try (TestServer server = started(DrainOptions.DEFAULTS); RawPeer peer = server.open("/echo")) {
			server.server()
				.reconfigure((options) -> options
					.drain(DrainOptions.DEFAULTS.withRetryAfter(Duration.ofSeconds(9)).withJitter(0)));
			CompletableFuture<Integer> stopped = stop(server, Duration.ofSeconds(8));
			assertThat(peer.readFrame().closeText()).endsWith("; retry-after=9");
			leave(peer);
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
		}
	}

	@Test
	void hurryingTellsEverybodyAtOnce() throws Exception {
		// One batch, somewhen within five minutes.
		try (TestServer server = started(DrainOptions.DEFAULTS.withBatchSize(1_000_000).withJitter(1))) {
			List<RawPeer> peers = open(server, 20);
			CompletableFuture<Integer> stopped = stop(server, Duration.ofMinutes(10));
			await().until(() -> this.progress.events.contains("began 20 of 20"));
			assertThat(stop(server, Duration.ofMinutes(20))).isNotDone();
			for (RawPeer peer : peers) {
				assertThat(peer.readFrame().closeCode()).isEqualTo(1001);
				leave(peer);
			}
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
		}
		assertThat(this.progress.events).contains("continues hurried").last().isEqualTo("ended 0 of 20, cut 0");
	}

	@Test
	void hurryingWithoutGraceCutsWhatIsLeft() throws Exception {
		try (TestServer server = started(DrainOptions.DEFAULTS)) {
			List<RawPeer> peers = open(server, 3);
			CompletableFuture<Integer> stopped = stop(server, Duration.ofMinutes(10));
			leave(peers.get(1));
			// A peer sees the end of its socket before the server has forgotten it.
			await().until(() -> server.server().drainProgress().left() == 2);
			assertThat(stop(server, Duration.ZERO).get(8, TimeUnit.SECONDS)).isEqualTo(2);
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isEqualTo(2);
			for (RawPeer peer : peers) {
				peer.readUntilEnd();
				peer.close();
			}
		}
		assertThat(this.progress.events).last().isEqualTo("ended 0 of 3, cut 2");
	}

	@Test
	void askingForMoreTimeGivesNone() throws Exception {
		try (TestServer server = started(DrainOptions.DEFAULTS); RawPeer silent = server.open("/echo")) {
			stop(server, Duration.ofMillis(300));
			assertThat(stop(server, Duration.ofMinutes(10)).get(8, TimeUnit.SECONDS)).isEqualTo(1);
			silent.readUntilEnd();
		}
	}

	@Test
	void handshakesAreTakenForAWhileIfAskedFor() throws Exception {
		try (TestServer server = started(DrainOptions.DEFAULTS.withAcceptFor(Duration.ofMinutes(5)))) {
			CompletableFuture<Integer> stopped = stop(server, Duration.ofMinutes(20));
			assertThat(server.server().state()).isEqualTo(AeroServer.State.DRAINING);
			try (RawPeer asking = server.connect()) {
				asking.write(ClientFrames.ascii("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"));
				assertThat(asking.readResponse().status()).as("what load balancers see").isEqualTo(503);
			}
			RawPeer peer = server.open("/echo").assertEchoes("still here");
			assertThat(stopped).isNotDone();
			stop(server, Duration.ofSeconds(8));
			assertThat(peer.readFrame().closeCode()).isEqualTo(1001);
			leave(peer);
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
		}
	}

	@Test
	void theLongestWaitIsHalfOfTheGracePeriod() throws Exception {
		try (TestServer server = started(DrainOptions.DEFAULTS.withAcceptFor(Duration.ofHours(1)));
				RawPeer peer = server.open("/echo")) {
			CompletableFuture<Integer> stopped = stop(server, Duration.ofSeconds(2));
			assertThat(peer.readFrame().closeCode()).isEqualTo(1001);
			leave(peer);
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
		}
	}

	@Test
	void progressCanBeRead() throws Exception {
		try (TestServer server = started(DrainOptions.DEFAULTS); RawPeer peer = server.open("/echo")) {
			assertThat(server.server().drainProgress()).isNull();
			stop(server, Duration.ofMinutes(1));
			assertThat(peer.readFrame().closeCode()).isEqualTo(1001);
			assertThat(server.server().drainProgress()).isNotNull().satisfies((now) -> {
				assertThat(now.connections()).isEqualTo(1);
				assertThat(now.left()).isEqualTo(1);
				assertThat(now.hurried()).isFalse();
				assertThat(now.elapsed()).isPositive();
				assertThat(now.remaining()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
			});
			leave(peer);
			await().untilAsserted(() -> assertThat(server.server().drainProgress().left()).isZero());
		}
	}

	@Test
	void optionsAreChecked() {
		DrainOptions options = DrainOptions.DEFAULTS;
		assertThatIllegalArgumentException().isThrownBy(() -> options.withBatchSize(0))
			.withMessage("drain batchSize: 0 (expected: 1 or more)");
		assertThatIllegalArgumentException().isThrownBy(() -> options.withJitter(1.1))
			.withMessage("drain jitter: 1.1 (expected: 0.0-1.0)");
		assertThatIllegalArgumentException().isThrownBy(() -> options.withJitter(Double.NaN));
		assertThatIllegalArgumentException().isThrownBy(() -> options.withRetryAfter(Duration.ofSeconds(-1)))
			.withMessage("drain retryAfter: PT-1S (expected: PT0S to 1 day)");
		assertThatIllegalArgumentException().isThrownBy(() -> options.withAcceptFor(Duration.ofDays(2)))
			.withMessage("drain acceptFor: PT48H (expected: PT0S to 1 day)");
	}

	private TestServer started(DrainOptions drain) {
		return TestServer.started((builder) -> builder.route("/echo", TestServer.ECHO)
			.listener(this.progress)
			.options((options) -> options.healthPath("/health")
				.drain(drain)
				.drainWindow(Duration.ofMinutes(5))
				.connection((connection) -> connection.closeTimeout(Duration.ofMinutes(10)))));
	}

	private static List<RawPeer> open(TestServer server, int count) {
		List<RawPeer> peers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			peers.add(server.open("/echo"));
		}
		return peers;
	}

	private static void leave(RawPeer peer) {
		peer.write(ClientFrames.close(1001));
		peer.readUntilEnd();
		peer.close();
	}

	private static CompletableFuture<Integer> stop(TestServer server, Duration grace) {
		return server.server().stop(grace).toCompletableFuture();
	}

	private static final class Progress implements EngineListener {

		private final List<String> events = new CopyOnWriteArrayList<>();

		@Override
		public void drainBegan(DrainProgress progress) {
			this.events.add("began " + progress.left() + " of " + progress.connections());
		}

		@Override
		public void drainContinues(DrainProgress progress) {
			this.events.add("continues" + (progress.hurried() ? " hurried" : ""));
		}

		@Override
		public void drainEnded(DrainProgress progress) {
			this.events.add("ended " + progress.left() + " of " + progress.connections() + ", cut " + progress.cut());
		}

	}

}
