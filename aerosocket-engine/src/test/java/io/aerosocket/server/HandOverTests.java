package io.aerosocket.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.Transport;
import io.aerosocket.UnavailableTransportException;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * A server that shares its port with another one leaves it without losing anybody who
 * connects.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only there a port is shared")
class HandOverTests {

	private final CountDownLatch blocked = new CountDownLatch(1);

	private final CompletableFuture<Void> release = new CompletableFuture<>();

	private final ConnectionHandler blocking = ConnectionHandler.of((connection, message) -> {
		this.blocked.countDown();
		this.release.join();
	});

	@ParameterizedTest
	@EnumSource(names = { "EPOLL", "IO_URING" })
	void whoWaitsToBeAcceptedIsServed(Transport transport) throws Exception {
		try (TestServer old = started(transport, 0, 1);
				RawPeer holding = old.open("/block");
				TestServer successor = started(transport, old.server().port(), 1)) {
			holding.write(ClientFrames.text("block the event loop"));
			assertThat(this.blocked.await(10, TimeUnit.SECONDS)).isTrue();
			// The kernel distributes them, so that half of them wait where nobody
			// accepts.
			List<RawPeer> waiting = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				waiting.add(successor.connect());
			}
			await().until(() -> successor.snapshot().handshaking() > 0);
			CompletableFuture<Integer> stopped = stop(old);
			this.release.complete(null);
			for (RawPeer peer : waiting) {
				peer.upgrade("/echo");
			}
			assertThat(successor.snapshot().openConnections()).isLessThan(40);
			await().until(() -> old.snapshot().totalConnections() + successor.snapshot().totalConnections() == 41);
			for (RawPeer peer : waiting) {
				peer.close();
			}
			assertThat(holding.readFrame().closeCode()).isEqualTo(1001);
			holding.write(ClientFrames.close(1001));
			assertThat(stopped.get(20, TimeUnit.SECONDS)).isZero();
			assertThat(old.snapshot().refusals()).containsEntry(RefusalReason.DRAINING, 0L);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "EPOLL", "IO_URING" })
	void whoConnectsMeanwhileIsServed(Transport transport) throws Exception {
		try (TestServer old = started(transport, 0, 2);
				TestServer successor = started(transport, old.server().port(), 2)) {
			AtomicBoolean over = new AtomicBoolean();
			AtomicInteger served = new AtomicInteger();
			CompletableFuture<Void> connecting = CompletableFuture.runAsync(() -> {
				while (!over.get()) {
					successor.open("/echo").close();
					served.incrementAndGet();
				}
			});
			await().until(() -> old.snapshot().totalConnections() > 5 && successor.snapshot().totalConnections() > 5);
			assertThat(stop(old).get(30, TimeUnit.SECONDS)).isZero();
			long before = successor.snapshot().totalConnections();
			await().until(() -> successor.snapshot().totalConnections() > before + 20);
			over.set(true);
			connecting.get(10, TimeUnit.SECONDS);
			await().until(
					() -> old.snapshot().totalConnections() + successor.snapshot().totalConnections() == served.get());
			assertThat(old.snapshot().refusals().values()).containsOnly(0L);
			assertThat(successor.snapshot().refusals().values()).containsOnly(0L);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "EPOLL", "IO_URING" })
	void withoutASuccessorThePortIsClosedAtOnce(Transport transport) throws Exception {
		try (TestServer alone = started(transport, 0, 1)) {
			assertThat(stop(alone).get(10, TimeUnit.SECONDS)).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "EPOLL", "IO_URING" })
	void theYoungerOneMayLeaveToo(Transport transport) throws Exception {
		try (TestServer stays = started(transport, 0, 2);
				TestServer leaves = started(transport, stays.server().port(), 1)) {
			assertThat(stop(leaves).get(20, TimeUnit.SECONDS)).isZero();
			List<RawPeer> peers = new ArrayList<>();
			for (int i = 0; i < 30; i++) {
				peers.add(stays.open("/echo").assertEchoes("here"));
			}
			assertThat(stays.snapshot().openConnections()).isEqualTo(30);
			peers.forEach(RawPeer::close);
		}
	}

	private TestServer started(Transport transport, int port, int acceptors) {
		try {
			return TestServer.started((builder) -> builder.port(port)
				.route("/echo", TestServer.ECHO)
				.route("/block", this.blocking)
				.options((options) -> options.transport(transport)
					.eventLoops(acceptors)
					.acceptors(acceptors)
					.reusePort(true)
					.handshakeTimeout(Duration.ofSeconds(10))));
		}
		catch (UnavailableTransportException ex) {
			assumeThat(ex).as("the transport").isNull();
			throw ex;
		}
	}

	private static CompletableFuture<Integer> stop(TestServer server) {
		return server.server().stop(Duration.ofSeconds(20)).toCompletableFuture();
	}

}
