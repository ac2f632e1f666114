package io.aerosocket.server;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.aerosocket.Execution;
import io.aerosocket.TransportException;
import io.aerosocket.telemetry.EngineSnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * A server's life: new, running, draining, stopped.
 */
class ServerLifecycleTests {

	@Test
	void aNewServerHasNoAddress() {
		AeroServer server = TestServer.builder().build();
		assertThat(server.state()).isEqualTo(AeroServer.State.NEW);
		assertThat(server.address()).isNull();
		assertThat(server.port()).isEqualTo(-1);
		assertThat(server.connections().count()).isZero();
		assertThat(server.snapshot().totalConnections()).isZero();
		server.close();
	}

	@Test
	void aRunningServerKnowsItsPort() {
		try (AeroServer server = TestServer.builder().route("/echo", TestServer.ECHO).build()) {
			assertThat(server.start()).isSameAs(server);
			assertThat(server.state()).isEqualTo(AeroServer.State.RUNNING);
			assertThat(server.port()).isPositive();
			assertThat(server.address()).isNotNull().extracting(InetSocketAddress::getPort).isEqualTo(server.port());
			try (RawPeer peer = RawPeer.open(server, "/echo")) {
				peer.assertEchoes("hello").closeRegularly();
			}
		}
	}

	@Test
	void plaintextIsBoundToTheLoopbackAddress() {
		try (AeroServer server = TestServer.builder().build().start()) {
			assertThat(server.address()).isNotNull();
			assertThat(server.address().getAddress().isLoopbackAddress()).isTrue();
		}
	}

	@Test
	void anotherAddressNeedsTlsOrConsent() {
		AeroServer.Builder builder = TestServer.builder()
			.options((options) -> options.address(new InetSocketAddress("0.0.0.0", 0).getAddress()));
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("0.0.0.0");
		builder.options((options) -> options.plaintext(true));
		try (AeroServer server = builder.build().start()) {
			assertThat(server.address()).isNotNull();
			assertThat(server.address().getAddress().isAnyLocalAddress()).isTrue();
		}
	}

	@Test
	void aServerIsStartedOnce() {
		try (AeroServer server = TestServer.builder().build().start()) {
			assertThatIllegalStateException().isThrownBy(server::start);
			assertThat(server.state()).isEqualTo(AeroServer.State.RUNNING);
		}
	}

	@Test
	void aStoppedServerIsNotStartedAgain() {
		AeroServer server = TestServer.builder().build().start();
		server.close();
		assertThat(server.state()).isEqualTo(AeroServer.State.STOPPED);
		assertThatIllegalStateException().isThrownBy(server::start);
		server.close();
		assertThat(server.state()).isEqualTo(AeroServer.State.STOPPED);
	}

	@Test
	void aServerThatWasNeverStartedStopsAtOnce() throws Exception {
		AeroServer server = TestServer.builder().build();
		assertThat(server.stop(Duration.ofSeconds(30)).toCompletableFuture().get(2, TimeUnit.SECONDS)).isZero();
		assertThat(server.state()).isEqualTo(AeroServer.State.STOPPED);
		assertThatIllegalStateException().isThrownBy(server::start);
	}

	@Test
	void aPortInUseIsReportedWithItsAddress() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			AeroServer server = TestServer.builder().port(taken.getLocalPort()).build();
			assertThatExceptionOfType(TransportException.class).isThrownBy(server::start)
				.withMessageContaining(String.valueOf(taken.getLocalPort()))
				.withMessageContaining("127.0.0.1")
				.withCauseInstanceOf(BindException.class);
			assertThat(server.port()).isEqualTo(-1);
			server.close();
			assertThat(server.state()).isEqualTo(AeroServer.State.STOPPED);
		}
		awaitNoThreadsBut(Set.of());
	}

	@Test
	void aPortIsFreeAgainAfterTheServerStopped() {
		AeroServer first = TestServer.builder().route("/echo", TestServer.ECHO).build().start();
		int port = first.port();
		try (RawPeer peer = RawPeer.open(first, "/echo")) {
			peer.assertEchoes("first");
			first.stop(Duration.ZERO).toCompletableFuture().join();
		}
		try (AeroServer second = TestServer.builder().port(port).route("/echo", TestServer.ECHO).build().start();
				RawPeer peer = RawPeer.open(second, "/echo")) {
			peer.assertEchoes("second").closeRegularly();
		}
	}

	@Test
	void aStoppedServerLeavesNoThreads() {
		Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
		AeroServer server = TestServer.builder()
			.options((options) -> options.eventLoops(2))
			.route("/worker", new RecordingHandler(Execution.WORKER, (connection, message) -> {
				connection.send(message);
				return null;
			}))
			.build()
			.start();
		try (RawPeer peer = RawPeer.open(server, "/worker")) {
			peer.assertEchoes("x").closeRegularly();
		}
		server.close();
		awaitNoThreadsBut(before);
	}

	@Test
	void aServersThreadsHaveNames() {
		Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
		try (AeroServer server = TestServer.builder().route("/echo", TestServer.ECHO).build().start();
				RawPeer peer = RawPeer.open(server, "/echo")) {
			peer.assertEchoes("x");
			assertThat(newThreads(before)).isNotEmpty()
				.allSatisfy((thread) -> assertThat(thread.getName()).contains("aerosocket"));
			peer.closeRegularly();
		}
	}

	@Test
	void aServerWithoutRoutesRefusesEverything() {
		try (AeroServer server = TestServer.builder().build().start(); RawPeer peer = RawPeer.connect(server)) {
			peer.write(RawRequest.to("/").bytes());
			assertThat(peer.readResponse().status()).isEqualTo(404);
		}
	}

	@Test
	void countersOutliveTheServer() {
		AeroServer server = TestServer.builder().route("/echo", TestServer.ECHO).build().start();
		try (RawPeer peer = RawPeer.open(server, "/echo")) {
			peer.assertEchoes("12345").closeRegularly();
		}
		server.close();
		EngineSnapshot snapshot = server.snapshot();
		assertThat(snapshot.totalConnections()).isEqualTo(1);
		assertThat(snapshot.openConnections()).isZero();
		assertThat(snapshot.messagesReceived()).isEqualTo(1);
		assertThat(snapshot.messagesSent()).isEqualTo(1);
		assertThat(snapshot.bytesReceived()).isEqualTo(5);
		assertThat(snapshot.bytesSent()).isEqualTo(5);
		assertThat(snapshot.closes()).containsEntry(1000, 1L);
	}

	private static void awaitNoThreadsBut(Set<Thread> before) {
		await().atMost(RawPeer.DEADLINE)
			.untilAsserted(() -> assertThat(
					newThreads(before).stream().filter((thread) -> thread.getName().contains("aerosocket")).toList())
				.isEmpty());
	}

	private static Set<Thread> newThreads(Set<Thread> before) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread) && isOurs(thread))
			.collect(Collectors.toSet());
	}

	/** The JVM and the test's own tools start threads too. */
	private static boolean isOurs(Thread thread) {
		String name = thread.getName();
		return !name.startsWith("awaitility") && !name.equals("background") && !name.startsWith("ForkJoinPool")
				&& !name.startsWith("surefire") && thread.getThreadGroup() != null
				&& !"system".equals(thread.getThreadGroup().getName());
	}

}
