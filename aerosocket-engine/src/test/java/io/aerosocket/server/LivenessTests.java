package io.aerosocket.server;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Heartbeats find peers that are gone, and the idle time-out those that say nothing.
 */
class LivenessTests {

	private final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder
		.route("/ping", this.handler, options(
				ConnectionOptions.builder().pingInterval(Duration.ofMillis(200)).pongTimeout(Duration.ofMillis(300))))
		.route("/idle", this.handler,
				options(ConnectionOptions.builder()
					.pingInterval(Duration.ZERO)
					.idleTimeout(Duration.ofMillis(400))
					.closeTimeout(Duration.ofSeconds(1))))
		.route("/patient", this.handler, options(ConnectionOptions.builder().pingInterval(Duration.ZERO))));

	@Test
	void aSilentPeerIsPingedAndThenCut() {
		try (RawPeer peer = this.server.open("/ping")) {
			assertThat(peer.readFrame().opcode()).isEqualTo(ClientFrames.PING);
			peer.readUntilEnd();
			CloseReason reason = this.handler.awaitClose();
			assertThat(reason.code().value()).isEqualTo(1006);
			assertThat(reason.remote()).isFalse();
		}
	}

	@Test
	void aPeerThatAnswersStays() {
		try (RawPeer peer = this.server.open("/ping")) {
			for (int i = 0; i < 4; i++) {
				RawFrame ping = peer.readFrame();
				assertThat(ping.opcode()).isEqualTo(ClientFrames.PING);
				peer.write(ClientFrames.pong(ping.text()));
			}
			assertThat(this.handler.awaitOpen().isOpen()).isTrue();
			peer.write(ClientFrames.close(1000));
			peer.readUntilEnd();
			assertThat(this.handler.awaitClose().code().value()).isEqualTo(1000);
		}
	}

	@Test
	void anySignOfLifeCounts() {
		try (RawPeer peer = this.server.open("/ping")) {
			long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
			await().pollInterval(Duration.ofMillis(100)).atMost(RawPeer.DEADLINE).until(() -> {
				peer.write(ClientFrames.text("busy"));
				return System.nanoTime() > end;
			});
			assertThat(this.handler.awaitOpen().isOpen()).isTrue();
			assertThat(this.handler.closes()).isZero();
			peer.write(ClientFrames.close(1000));
			peer.readUntilEnd();
		}
	}

	@Test
	void aBusyPeerIsNotPinged() {
		try (RawPeer peer = this.server.open("/ping")) {
			long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
			await().pollInterval(Duration.ofMillis(20)).atMost(RawPeer.DEADLINE).until(() -> {
				peer.write(ClientFrames.text("busy"));
				return System.nanoTime() > end;
			});
			peer.closeRegularly();
		}
	}

	@Test
	void anIdleConnectionIsClosed() {
		try (RawPeer peer = this.server.open("/idle")) {
			RawFrame close = peer.readFrame();
			assertThat(close.isClose()).isTrue();
			assertThat(close.closeText()).isNotBlank();
			peer.write(ClientFrames.close(close.closeCode()));
			peer.assertEnds();
			CloseReason reason = this.handler.awaitClose();
			assertThat(reason.code().value()).isEqualTo(close.closeCode());
			assertThat(reason.remote()).isFalse();
		}
	}

	@Test
	void pingsDoNotMakeAConnectionBusy() {
		try (RawPeer peer = this.server.open("/idle")) {
			Connection connection = this.handler.awaitOpen();
			await().pollInterval(Duration.ofMillis(100)).atMost(RawPeer.DEADLINE).until(() -> {
				peer.writeWhatGoes(ClientFrames.ping(""));
				return !connection.isOpen();
			});
		}
	}

	@Test
	void messagesInEitherDirectionMakeAConnectionBusy() {
		try (RawPeer sending = this.server.open("/idle")) {
			Connection first = this.handler.awaitOpen();
			try (RawPeer receiving = this.server.open("/idle")) {
				Connection second = this.handler.awaitOpen();
				long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
				await().pollInterval(Duration.ofMillis(50)).atMost(RawPeer.DEADLINE).until(() -> {
					sending.write(ClientFrames.text("x"));
					second.sendText("x");
					return System.nanoTime() > end;
				});
				assertThat(first.isOpen()).isTrue();
				assertThat(second.isOpen()).isTrue();
				receiving.reset();
				sending.reset();
			}
		}
	}

	@Test
	void withoutPingsASilentPeerStays() {
		try (RawPeer peer = this.server.open("/patient")) {
			peer.assertSilentFor(Duration.ofSeconds(1));
			assertThat(this.handler.awaitOpen().isOpen()).isTrue();
			peer.closeRegularly();
		}
	}

	private static RouteOptions options(ConnectionOptions.Builder options) {
		return new RouteOptions(options.build(), null, null);
	}

}
