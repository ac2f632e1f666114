package io.aerosocket.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.SharedLimits;
import io.aerosocket.telemetry.BlockedLoop;
import io.aerosocket.telemetry.EngineListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * A handler that blocks an event loop is reported with what it is doing.
 */
class LoopWatchdogTests implements EngineListener {

	private final List<BlockedLoop> blocked = new CopyOnWriteArrayList<>();

	private final CompletableFuture<Void> gate = new CompletableFuture<>();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.listener(this)
		.route("/echo", TestServer.ECHO)
		.route("/block", ConnectionHandler.of((connection, message) -> {
			waitsForTheGate();
			connection.send(message);
		}))
		.options((options) -> options.shared((limits) -> limits.withLoopBlockedAfter(Duration.ofMillis(100)))));

	@Override
	public void loopBlocked(BlockedLoop loop) {
		this.blocked.add(loop);
	}

	@Test
	void aBlockedEventLoopIsReportedOnceWithItsStack() {
		try (RawPeer peer = this.server.open("/block")) {
			// The watchdog has to know the thread.
			peer.write(ClientFrames.ping("alive"));
			assertThat(peer.readFrame().text()).isEqualTo("alive");
			peer.write(ClientFrames.text("block"));
			await().until(() -> this.blocked.stream().anyMatch(LoopWatchdogTests::isOurs));
			BlockedLoop loop = this.blocked.stream().filter(LoopWatchdogTests::isOurs).findFirst().orElseThrow();
			assertThat(loop.thread()).startsWith("aerosocket-loop");
			assertThat(loop.blocked()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
			this.gate.complete(null);
			assertThat(peer.readFrame().text()).isEqualTo("block");
			peer.closeRegularly();
		}
		assertThat(this.blocked).filteredOn(LoopWatchdogTests::isOurs).as("told once").hasSize(1);
		assertThat(this.server.snapshot().blockedLoops()).isEqualTo(this.blocked.size());
	}

	@Test
	void nobodyIsReportedWhereItIsOff() {
		try (TestServer unwatched = TestServer.started((builder) -> builder.route("/echo", TestServer.ECHO)
			.options((options) -> options.shared((limits) -> limits.withLoopBlockedAfter(Duration.ZERO))));
				RawPeer peer = unwatched.open("/echo")) {
			peer.assertEchoes("served").closeRegularly();
			assertThat(unwatched.snapshot().blockedLoops()).isZero();
		}
	}

	@Test
	void theThresholdIsChecked() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SharedLimits.DEFAULTS.withLoopBlockedAfter(Duration.ofMillis(1)))
			.withMessage("loopBlockedAfter: PT0.001S (expected: PT0.01S to 1 day, or PT0S for never)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SharedLimits.DEFAULTS.withLoopBlockedAfter(Duration.ofDays(1)));
	}

	private static boolean isOurs(BlockedLoop loop) {
		return loop.stack().stream().anyMatch((frame) -> frame.getMethodName().equals("waitsForTheGate"));
	}

	private void waitsForTheGate() {
		this.gate.join();
	}

}
