package io.aerosocket.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.AgeOptions;
import io.aerosocket.Execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections that have reached their age.
 */
class ConnectionAgeTests {

	private static final AgeOptions SHORT = AgeOptions.UNLIMITED.withMax(Duration.ofMillis(300)).withJitter(0);

	private final CompletableFuture<Void> handling = new CompletableFuture<>();

	@RegisterExtension
	final TestServer server = TestServer
		.with((builder) -> builder.route("/echo", TestServer.ECHO)
			.route("/short", TestServer.ECHO, aged())
			.route("/slow",
					new RecordingHandler(Execution.EVENT_LOOP,
							(connection, message) -> this.handling.thenRun(() -> connection.sendText("handled"))),
					aged()));

	@Test
	void aConnectionIsClosedWith1001WhenItHasReachedItsAge() {
		try (RawPeer peer = this.server.open("/short"); RawPeer other = this.server.open("/echo")) {
			RawFrame close = peer.readFrame();
			assertThat(close.closeCode()).isEqualTo(1001);
			assertThat(close.closeText()).isEqualTo("open for as long as allowed");
			peer.write(ClientFrames.close(1001));
			peer.assertEnds();
			assertThat(this.server.snapshot().admission().expired()).isOne();
			other.assertEchoes("any age unless set").closeRegularly();
		}
	}

	@Test
	void whatWasReceivedIsHandledFirst() {
		try (RawPeer peer = this.server.open("/slow")) {
			peer.write(ClientFrames.text("work"));
			await().until(() -> this.server.snapshot().admission().expired() == 1);
			this.handling.complete(null);
			assertThat(peer.readFrame().text()).isEqualTo("handled");
			assertThat(peer.readFrame().closeCode()).isEqualTo(1001);
			peer.write(ClientFrames.close(1001));
			peer.assertEnds();
		}
	}

	@Test
	void anAgeThatIsSetLaterHoldsForOpenConnections() {
		try (RawPeer peer = this.server.open("/echo")) {
			peer.assertEchoes("before");
			this.server.server().reconfigure((options) -> options.connection((connection) -> connection.age(SHORT)));
			assertThat(peer.readFrame().closeCode()).isEqualTo(1001);
			peer.write(ClientFrames.close(1001));
			peer.assertEnds();
		}
	}

	private static RouteOptions aged() {
		return RouteOptions.changing((options) -> options.toBuilder().age(SHORT).build());
	}

}
