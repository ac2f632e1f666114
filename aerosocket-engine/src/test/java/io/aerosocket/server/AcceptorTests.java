package io.aerosocket.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.Transport;
import io.aerosocket.TransportException;
import io.aerosocket.UnavailableTransportException;
import io.aerosocket.internal.transport.EventLoops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Which event loop a new connection gets, and how many sockets listen.
 */
class AcceptorTests {

	private static final ConnectionHandler WHERE = ConnectionHandler
		.of((connection, message) -> connection.sendText(Thread.currentThread().getName()));

	private final List<RawPeer> peers = new ArrayList<>();

	private TestServer server;

	@AfterEach
	void close() {
		this.peers.forEach(RawPeer::close);
		if (this.server != null) {
			this.server.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "EPOLL", "IO_URING", "NIO" })
	void newConnectionsGoToTheLeastLoadedLoop(Transport transport) {
		start((options) -> options.transport(transport).eventLoops(2));
		List<RawPeer> first = open(20);
		Map<String, List<RawPeer>> byThread = first.stream().collect(Collectors.groupingBy(this::thread));
		assertThat(byThread).hasSize(2).allSatisfy((thread, ones) -> assertThat(ones).hasSize(10));
		// One event loop loses its peers; the other one's stay.
		Map.Entry<String, List<RawPeer>> emptied = byThread.entrySet().iterator().next();
		emptied.getValue().forEach((peer) -> {
			peer.closeRegularly();
			peer.close();
			this.peers.remove(peer);
		});
		await().until(() -> this.server.snapshot().openConnections() == 10);
		assertThat(open(10)).allSatisfy((peer) -> assertThat(thread(peer)).isEqualTo(emptied.getKey()));
	}

	@ParameterizedTest
	@EnumSource(names = { "EPOLL", "IO_URING" })
	void acceptorsShareThePort(Transport transport) {
		start((options) -> options.transport(transport).eventLoops(2).acceptors(0));
		// The kernel picks by a hash of the addresses: 64 of the same would be odd.
		Set<String> used = open(64).stream().map(this::thread).collect(Collectors.toSet());
		assertThat(used).hasSize(2);
		assertThat(this.server.snapshot().openConnections()).isEqualTo(64);
	}

	@ParameterizedTest
	@EnumSource(names = { "EPOLL", "IO_URING" })
	void fewerAcceptorsThanLoopsLeaveNoLoopEmpty(Transport transport) {
		start((options) -> options.transport(transport).eventLoops(3).acceptors(2));
		Map<String, Long> byThread = open(30).stream()
			.collect(Collectors.groupingBy(this::thread, Collectors.counting()));
		assertThat(byThread).hasSize(3).allSatisfy((thread, count) -> assertThat(count).isEqualTo(10));
	}

	@Test
	void acceptorsNoticeThatThePortIsTaken() throws IOException {
		assumePresent(Transport.EPOLL);
		try (ServerSocket other = new ServerSocket()) {
			other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			assertThatExceptionOfType(TransportException.class)
				.isThrownBy(() -> start(
						(options) -> options.port(other.getLocalPort()).transport(Transport.EPOLL).acceptors(2)))
				.withCauseInstanceOf(BindException.class);
		}
	}

	@Test
	void acceptorsNoticeThatAnotherServerHasThePort() {
		assumePresent(Transport.EPOLL);
		start((options) -> options.transport(Transport.EPOLL).eventLoops(2).acceptors(2));
		AeroServer second = AeroServer.builder()
			.port(this.server.server().port())
			.options((options) -> options.transport(Transport.EPOLL).eventLoops(2).acceptors(2))
			.build();
		assertThatExceptionOfType(TransportException.class).isThrownBy(second::start)
			.withCauseInstanceOf(BindException.class);
	}

	@Test
	void severalAcceptorsNeedATransportThatSharesPorts() {
		AeroServer.Builder builder = AeroServer.builder()
			.options((options) -> options.transport(Transport.NIO).acceptors(2));
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessage("acceptors: 2 (expected: 1, because NIO cannot share a port)");
	}

	@Test
	void anUnavailableTransportIsRefusedBeforeTheStart() {
		AeroServer.Builder builder = AeroServer.builder().options((options) -> options.transport(Transport.KQUEUE));
		Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "the others may have kqueue");
		assertThatExceptionOfType(UnavailableTransportException.class).isThrownBy(builder::build)
			.withMessageContaining("kqueue needs macOS");
	}

	@Test
	void aServerSaysWhichTransportItUses() {
		start((options) -> options.transport(Transport.NIO));
		assertThat(this.server.server().transport()).isEqualTo(Transport.NIO);
		assertThat(AeroServer.builder().build().transport()).isEqualTo(EventLoops.choose(Transport.AUTO));
	}

	private void start(Consumer<ServerOptions.Builder> configurer) {
		ServerOptions.Builder probe = ServerOptions.builder();
		configurer.accept(probe);
		assumePresent(probe.build().transport());
		this.server = TestServer.started((builder) -> builder.route("/where", WHERE).options(configurer));
	}

	private List<RawPeer> open(int count) {
		List<RawPeer> opened = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			RawPeer peer = this.server.open("/where");
			opened.add(peer);
			this.peers.add(peer);
		}
		return opened;
	}

	private String thread(RawPeer peer) {
		return peer.write(ClientFrames.text("?")).readFrame().text();
	}

	private static void assumePresent(Transport transport) {
		try {
			EventLoops.choose(transport);
		}
		catch (UnavailableTransportException ex) {
			Assumptions.abort(ex.reason());
		}
	}

}
