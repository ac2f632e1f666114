package io.aerosocket.server;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.Connection;
import io.aerosocket.Execution;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A server that stops says goodbye, loses nothing, and waits no longer than it was told.
 */
class GracefulStopTests {

	private final RecordingHandler handler = new RecordingHandler();

	private final CompletableFuture<Void> gate = new CompletableFuture<>();

	private final RecordingHandler slow = new RecordingHandler(Execution.WORKER, (connection, message) -> {
		this.gate.join();
		connection.sendText("handled");
		return null;
	});

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/", this.handler)
		.route("/slow", this.slow)
		.options((options) -> options.healthPath("/health")
			.connection((connection) -> connection.closeTimeout(Duration.ofSeconds(20)))));

	@Test
	void everybodyIsTold1001() throws Exception {
		List<RawPeer> peers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			peers.add(this.server.open("/"));
		}
		CompletableFuture<Integer> stopped = stop(Duration.ofSeconds(8));
		for (RawPeer peer : peers) {
			assertThat(peer.readFrame().closeCode()).isEqualTo(1001);
			peer.write(ClientFrames.close(1001));
			peer.assertEnds();
		}
		assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
		for (int i = 0; i < 20; i++) {
			assertThat(this.handler.awaitClose().code().value()).isEqualTo(1001);
		}
		assertThat(this.server.server().state()).isEqualTo(AeroServer.State.STOPPED);
	}

	@Test
	void whatIsQueuedGoesOutBeforeTheClose() throws Exception {
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/")) {
			Connection connection = this.handler.awaitOpen();
			byte[] part = new byte[64 * 1024];
			int sent = Backlog.fill(connection, 512 * 1024,
					(number) -> assertThat(connection.sendBinary(part).isAccepted()).isTrue());
			CompletableFuture<Integer> stopped = stop(Duration.ofSeconds(8));
			List<RawFrame> frames = peer.readUntilClose();
			assertThat(frames).hasSize(sent + 1);
			assertThat(frames.get(sent).closeCode()).isEqualTo(1001);
			peer.write(ClientFrames.close(1001));
			peer.assertEnds();
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
		}
	}

	@Test
	void whatWasReadIsHandledToTheEnd() throws Exception {
		try (RawPeer peer = this.server.open("/slow")) {
			for (int i = 0; i < 5; i++) {
				peer.write(ClientFrames.text("message " + i));
			}
			peer.write(ClientFrames.ping("all read"));
			assertThat(peer.readFrame().text()).isEqualTo("all read");
			CompletableFuture<Integer> stopped = stop(Duration.ofSeconds(8));
			await().until(() -> this.server.server().state() == AeroServer.State.DRAINING);
			this.gate.complete(null);
			peer.readUntilClose();
			peer.write(ClientFrames.close(1001));
			peer.assertEnds();
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
			for (int i = 0; i < 5; i++) {
				assertThat(this.slow.awaitText()).isEqualTo("message " + i);
			}
			this.slow.awaitClose();
		}
	}

	@Test
	void aHandlerMayAnswerWhatWasReadBeforeTheClose() throws Exception {
		try (RawPeer peer = this.server.open("/slow")) {
			peer.write(ClientFrames.text("question"), ClientFrames.ping("read"));
			assertThat(peer.readFrame().text()).isEqualTo("read");
			CompletableFuture<Integer> stopped = stop(Duration.ofSeconds(8));
			await().until(() -> this.server.server().state() == AeroServer.State.DRAINING);
			this.gate.complete(null);
			assertThat(peer.readFrame().text()).isEqualTo("handled");
			assertThat(peer.readFrame().closeCode()).isEqualTo(1001);
			peer.write(ClientFrames.close(1001));
			peer.assertEnds();
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
		}
	}

	@Test
	void newConnectionsAreRefused() throws Exception {
		try (RawPeer holding = this.server.open("/");
				RawPeer upgrading = this.server.connect();
				RawPeer asking = this.server.connect()) {
			await().until(() -> this.server.snapshot().handshaking() == 2);
			CompletableFuture<Integer> stopped = stop(Duration.ofSeconds(8));
			assertThat(holding.readFrame().closeCode()).isEqualTo(1001);
			assertThat(this.server.server().state()).isEqualTo(AeroServer.State.DRAINING);
			upgrading.write(RawRequest.to("/").bytes());
			RawResponse response = upgrading.readResponse();
			assertThat(response.status()).isEqualTo(503);
			assertThat(response.header("Retry-After")).matches("[1-9][0-9]*");
			upgrading.assertEnds();
			asking.write(ClientFrames.ascii("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"));
			assertThat(asking.readResponse().status()).isEqualTo(503);
			assertThatThrownBy(this.server::connect).hasRootCauseInstanceOf(ConnectException.class);
			holding.write(ClientFrames.close(1001));
			holding.assertEnds();
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
		}
		assertThat(this.server.snapshot().refusals()).containsEntry(RefusalReason.DRAINING, 1L);
	}

	@Test
	void everyHandshakeThatIsUndecidedIsRefused() {
		AtomicInteger asked = new AtomicInteger();
		try (TestServer undecided = TestServer
			.started((builder) -> builder.route("/", this.handler).interceptor((handshake) -> {
				asked.incrementAndGet();
				return new CompletableFuture<>();
			}))) {
			List<RawPeer> peers = new ArrayList<>();
			for (int i = 0; i < 14; i++) {
				peers.add(undecided.connect().write(RawRequest.to("/").bytes()));
			}
			await().until(() -> asked.get() == peers.size());
			undecided.server().stop(Duration.ofMillis(100));
			for (RawPeer peer : peers) {
				assertThat(peer.readResponse().status()).isEqualTo(503);
			}
		}
	}

	@Test
	void aPeerThatDoesNotAnswerIsCutAndCountedAtTheEndOfTheGracePeriod() throws Exception {
		try (RawPeer silent = this.server.open("/"); RawPeer polite = this.server.open("/")) {
			long start = System.nanoTime();
			CompletableFuture<Integer> stopped = stop(Duration.ofMillis(600));
			assertThat(polite.readFrame().closeCode()).isEqualTo(1001);
			polite.write(ClientFrames.close(1001));
			polite.assertEnds();
			assertThat(stopped).isNotDone();
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isEqualTo(1);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(500),
					Duration.ofSeconds(4));
			silent.assertCloses(1001);
		}
		this.handler.awaitClose();
		this.handler.awaitClose();
	}

	@Test
	void graceOfZeroCutsAtOnce() throws Exception {
		try (RawPeer peer = this.server.open("/")) {
			this.handler.awaitOpen();
			assertThat(stop(Duration.ZERO).get(8, TimeUnit.SECONDS)).isEqualTo(1);
			peer.readUntilEnd();
			this.handler.awaitClose();
		}
	}

	@Test
	void aHandlerThatHangsIsNotWaitedForLongerThanTheGracePeriod() throws Exception {
		try (RawPeer peer = this.server.open("/slow")) {
			peer.write(ClientFrames.text("hang"));
			this.slow.awaitMessage();
			stop(Duration.ofMillis(500)).get(8, TimeUnit.SECONDS);
			assertThat(this.server.server().state()).isEqualTo(AeroServer.State.STOPPED);
			peer.readUntilEnd();
		}
		finally {
			this.gate.complete(null);
		}
	}

	@Test
	void stoppingTwiceIsStoppingOnce() throws Exception {
		try (RawPeer peer = this.server.open("/")) {
			CompletableFuture<Integer> first = stop(Duration.ofMillis(500));
			CompletableFuture<Integer> second = stop(Duration.ofSeconds(8));
			assertThat(first.get(8, TimeUnit.SECONDS)).isEqualTo(1);
			assertThat(second.get(8, TimeUnit.SECONDS)).isEqualTo(1);
			peer.readUntilEnd();
		}
	}

	@Test
	void closesAreSpreadOverTheDrainWindow() throws Exception {
		try (TestServer spread = TestServer.started((builder) -> builder.route("/", this.handler)
			.options((options) -> options.drainWindow(Duration.ofMillis(800))
				.drain(DrainOptions.DEFAULTS.withBatchSize(1).withJitter(0))))) {
			List<RawPeer> peers = new ArrayList<>();
			for (int i = 0; i < 16; i++) {
				peers.add(spread.open("/"));
			}
			CompletableFuture<Integer> stopped = spread.server().stop(Duration.ofSeconds(6)).toCompletableFuture();
			List<CompletableFuture<Long>> told = new ArrayList<>();
			for (RawPeer peer : peers) {
				told.add(CompletableFuture.supplyAsync(() -> {
					assertThat(peer.readFrame().closeCode()).isEqualTo(1001);
					long time = System.nanoTime();
					peer.write(ClientFrames.close(1001));
					peer.assertEnds();
					return time;
				}, (task) -> new Thread(task).start()));
			}
			List<Long> times = told.stream().map(CompletableFuture::join).sorted().toList();
			Duration between = Duration.ofNanos(times.get(15) - times.get(0));
			assertThat(between).isGreaterThan(Duration.ofMillis(100));
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
		}
	}

	@Test
	void messagesThatArriveWhileDrainingDoNoHarm() throws Exception {
		try (RawPeer peer = this.server.open("/")) {
			CompletableFuture<Integer> stopped = stop(Duration.ofSeconds(8));
			assertThat(peer.readFrame().closeCode()).isEqualTo(1001);
			peer.write(ClientFrames.text("late"), ClientFrames.ping("late"), ClientFrames.close(1001));
			peer.assertEnds();
			assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
		}
	}

	private CompletableFuture<Integer> stop(Duration grace) {
		return this.server.server().stop(grace).toCompletableFuture();
	}

}
