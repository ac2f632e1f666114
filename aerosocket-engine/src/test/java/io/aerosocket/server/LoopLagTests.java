package io.aerosocket.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.ConnectionHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An event loop that is stuck is noticed while it is, by the other ones.
 */
class LoopLagTests {

	private final CountDownLatch stuck = new CountDownLatch(1);

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder
		.route("/stuck", ConnectionHandler.of((c, m) -> block()))
		.options((options) -> options.eventLoops(2)
			.admission((admission) -> admission.withOverload(OverloadOptions.OFF.withMaxLoopLag(Duration.ofMillis(200))
				.withAfter(Duration.ofMillis(100))
				.withHold(Duration.ZERO)))));

	@Test
	void aStuckEventLoopIsOverload() {
		try (RawPeer peer = this.server.open("/stuck")) {
			peer.write(ClientFrames.text("work"));
			await().atMost(RawPeer.DEADLINE).until(() -> this.server.snapshot().admission().overloaded());
			assertThat(this.server.server().lagByLoop()).hasSize(2)
				.anyMatch((lag) -> lag.toMillis() >= 200)
				.noneMatch(Duration::isNegative);
			assertThat(this.server.snapshot().admission().overload()).contains("(max-loop-lag)");
			this.stuck.countDown();
			await().atMost(RawPeer.DEADLINE).until(() -> !this.server.snapshot().admission().overloaded());
			peer.closeRegularly();
		}
	}

	private void block() {
		try {
			this.stuck.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
