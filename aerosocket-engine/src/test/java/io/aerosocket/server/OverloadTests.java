package io.aerosocket.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * A server that has too much to do takes no new connections until it has less.
 */
class OverloadTests {

	private final List<Boolean> heard = new CopyOnWriteArrayList<>();

	private final EngineListener listener = new EngineListener() {

		@Override
		public void overloaded(boolean overloaded) {
			OverloadTests.this.heard.add(overloaded);
		}

	};

	private OverloadOptions options = OverloadOptions.OFF.withMaxLoopLag(Duration.ofMillis(500))
		.withMaxConnectionShare(0.5)
		.withMaxMemoryShare(0.5)
		.withAfter(Duration.ofSeconds(3))
		.withHold(Duration.ofSeconds(10));

	private long lagMillis;

	private long connections;

	private long memory;

	private final Overload overload = new Overload(() -> this.options,
			new Overload.Load(() -> this.lagMillis * 1_000_000, () -> this.connections, () -> 1000, () -> this.memory,
					() -> 1000),
			this.listener);

	@Test
	void aLimitHasToBeExceededForAWhile() {
		this.lagMillis = 501;
		assertThat(lookAt(0, 2.9)).isFalse();
		this.lagMillis = 500;
		assertThat(lookAt(2.95)).isFalse();
		this.lagMillis = 501;
		assertThat(lookAt(3, 5.9)).as("it begins anew").isFalse();
		assertThat(lookAt(6)).isTrue();
		assertThat(this.heard).containsExactly(true);
	}

	@Test
	void itIsHeldForAWhileAndEndsWellBelowTheLimit() {
		this.connections = 501;
		assertThat(lookAt(0, 3)).isTrue();
		this.connections = 0;
		assertThat(lookAt(12.9)).as("it is held").isTrue();
		this.connections = 401;
		assertThat(lookAt(100)).as("too near to the limit").isTrue();
		this.connections = 400;
		assertThat(lookAt(101)).isFalse();
		this.connections = 450;
		assertThat(lookAt(102, 200)).as("below the limit").isFalse();
		assertThat(this.heard).containsExactly(true, false);
	}

	@Test
	void memoryCountsToo() {
		this.memory = 501;
		assertThat(lookAt(0, 3)).isTrue();
	}

	@Test
	void itIsSaidWhyAsLongAsItLasts() {
		assertThat(this.overload.reason()).isNull();
		this.connections = 501;
		assertThat(lookAt(0, 3)).isTrue();
		assertThat(this.overload.reason()).isEqualTo("501 connections are open (max-connection-share)");
		this.connections = 0;
		assertThat(lookAt(5)).as("it is held").isTrue();
		assertThat(this.overload.reason()).as("what it was").startsWith("501 connections");
		this.memory = 900;
		assertThat(lookAt(6)).isTrue();
		assertThat(this.overload.reason()).as("what it is")
			.isEqualTo("900 bytes wait to be written (max-memory-share)");
		this.memory = 0;
		assertThat(lookAt(100)).isFalse();
		assertThat(this.overload.reason()).isNull();
	}

	@Test
	void nothingCountsUnlessSet() {
		this.options = OverloadOptions.OFF;
		this.lagMillis = 100_000;
		this.connections = 2000;
		this.memory = 2000;
		assertThat(lookAt(0, 100)).isFalse();
	}

	@Test
	void whoeverSwitchesItOffEndsIt() {
		this.lagMillis = 501;
		assertThat(lookAt(0, 3)).isTrue();
		this.options = OverloadOptions.OFF.withHold(Duration.ZERO);
		assertThat(lookAt(4)).isFalse();
	}

	@Test
	void peersAreToldDifferentTimes() {
		assertThat(Stream.generate(this.overload::retryAfter).limit(500))
			.allMatch((seconds) -> Integer.parseInt(seconds) >= 10 && Integer.parseInt(seconds) <= 15)
			.contains("10", "14");
	}

	@Test
	void newHandshakesAreRefusedAndOpenConnectionsGoOn() {
		try (TestServer server = TestServer.started((builder) -> builder.route("/echo", TestServer.ECHO)
			.listener(this.listener)
			.options((options) -> options.maxConnections(4)
				.healthPath("/health")
				.admission((admission) -> admission.withOverload(OverloadOptions.OFF.withMaxConnectionShare(0.5)
					.withAfter(Duration.ZERO)
					.withHold(Duration.ZERO)))))) {
			List<RawPeer> peers = new ArrayList<>(List.of(server.open("/echo"), server.open("/echo")));
			peers.add(server.open("/echo"));
			await().until(() -> server.snapshot().admission().overloaded());
			assertThat(server.snapshot().admission().overload())
				.isEqualTo("3 connections are open (max-connection-share)");
			try (RawPeer peer = server.connect()) {
				peer.write(RawRequest.to("/echo").bytes());
				RawResponse response = peer.readResponse();
				assertThat(response.status()).isEqualTo(503);
				assertThat(response.header("Retry-After")).matches("1[0-5]");
			}
			try (RawPeer peer = server.connect()) {
				peer.write(RawRequest.to("/health").bytes());
				RawResponse response = peer.readResponse();
				assertThat(response.status()).isEqualTo(503);
				assertThat(response.body()).isEqualTo("overloaded\n");
			}
			assertThat(server.snapshot().refusals()).containsEntry(RefusalReason.OVERLOAD, 1L);
			peers.forEach((peer) -> peer.assertEchoes("goes on").closeRegularly());
			await().until(() -> !server.snapshot().admission().overloaded());
			server.open("/echo").assertEchoes("welcome again").closeRegularly();
			assertThat(this.heard).containsExactly(true, false);
		}
	}

	@Test
	void eachLimitHasARange() {
		assertThatIllegalArgumentException().isThrownBy(() -> OverloadOptions.OFF.withMaxConnectionShare(0))
			.withMessage("overload maxConnectionShare: 0.0 (expected: more than 0.0, to 1.0 for all)");
		assertThatIllegalArgumentException().isThrownBy(() -> OverloadOptions.OFF.withMaxMemoryShare(1.1));
		assertThatIllegalArgumentException().isThrownBy(() -> OverloadOptions.OFF.withMaxLoopLag(Duration.ofHours(2)))
			.withMessage("overload maxLoopLag: PT2H (expected: PT0S to PT1H)");
	}

	private boolean lookAt(double... seconds) {
		for (double second : seconds) {
			this.overload.look((long) (second * 1_000_000_000L));
		}
		return this.overload.isOverloaded();
	}

}
