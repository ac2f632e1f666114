package io.aerosocket.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionIndex;
import io.aerosocket.Connections;
import io.aerosocket.PreparedMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

/**
 * The server's view of its open connections.
 */
class RegistryTests {

	private final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	final TestServer server = TestServer
		.with((builder) -> builder.route("/{name}", this.handler).options((options) -> options.eventLoops(2)));

	@Test
	void connectionsAreCountedAndFoundWhileTheyAreOpen() {
		Connections connections = this.server.server().connections();
		assertThat(connections.count()).isZero();
		assertThat(connections.all()).isEmpty();
		try (RawPeer first = this.server.open("/a"); RawPeer second = this.server.open("/b")) {
			Connection a = this.handler.awaitOpen();
			Connection b = this.handler.awaitOpen();
			assertThat(connections.count()).isEqualTo(2);
			assertThat(connections.all()).containsExactlyInAnyOrder(a, b);
			assertThat(connections.find(a.id())).isSameAs(a);
			assertThat(connections.find("nobody")).isNull();
			first.closeRegularly();
			await().untilAsserted(() -> assertThat(connections.find(a.id())).isNull());
			assertThat(connections.all()).containsExactly(b);
			second.closeRegularly();
		}
		this.server.awaitEmpty();
	}

	@Test
	void aServerTellsHowItsConnectionsAreSpreadAndHowOldTheyAre() {
		try (RawPeer first = this.server.open("/a"); RawPeer second = this.server.open("/b")) {
			Connection connection = this.handler.awaitOpen();
			this.handler.awaitOpen();
			assertThat(this.server.server().connectionsByLoop()).containsExactly(1L, 1L);
			await().untilAsserted(() -> assertThat(connection.activity().age()).isGreaterThan(Duration.ofMillis(50)));
			assertThat(connection.activity().sinceMessage()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
			assertThat(connection.activity().sinceRead()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
			first.closeRegularly();
			second.closeRegularly();
		}
		this.server.awaitEmpty();
		assertThat(this.server.server().connectionsByLoop()).containsExactly(0L, 0L);
	}

	@Test
	void aConnectionIsListedBeforeItsOnOpen() {
		try (RawPeer peer = this.server.open("/a")) {
			Connection connection = this.handler.awaitOpen();
			assertThat(this.server.server().connections().find(connection.id())).isSameAs(connection);
			assertThat(connection.isOpen()).isTrue();
			peer.closeRegularly();
		}
	}

	@Test
	void whoFindsAConnectionWhileItOpensIsToldItsId() throws Exception {
		CompletableFuture<Void> indexing = new CompletableFuture<>();
		CompletableFuture<Void> goOn = new CompletableFuture<>();
		ConnectionIndex<String> index = this.server.server().connections().index((handshake) -> {
			indexing.complete(null);
			goOn.orTimeout(5, TimeUnit.SECONDS).join();
			return "a";
		});
		assertThat(index.count("a")).isZero();
		CompletableFuture<RawPeer> opening = new CompletableFuture<>();
		Background.run(() -> opening.complete(this.server.open("/a")));
		indexing.get(5, TimeUnit.SECONDS);
		Connection early = this.server.server().connections().all().iterator().next();
		String id = early.id();
		goOn.complete(null);
		try (RawPeer peer = opening.get(5, TimeUnit.SECONDS)) {
			assertThat(this.server.server().connections().find(id)).isSameAs(early);
			peer.closeRegularly();
		}
	}

	@Test
	void aCopyOfTheConnectionsDoesNotChange() {
		try (RawPeer peer = this.server.open("/a")) {
			Connection connection = this.handler.awaitOpen();
			var copy = this.server.server().connections().all();
			peer.closeRegularly();
			this.server.awaitEmpty();
			assertThat(copy).containsExactly(connection);
		}
	}

	@Test
	void idsAreUniqueAndOfLettersAndDigits() {
		Set<String> ids = new HashSet<>();
		List<RawPeer> peers = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			peers.add(this.server.open("/a"));
			ids.add(this.handler.awaitOpen().id());
		}
		assertThat(ids).hasSize(100).allMatch((id) -> id.matches("[A-Za-z0-9]{8,64}"));
		peers.forEach(RawPeer::close);
	}

	@Test
	void idsOfTwoServersDiffer() {
		try (TestServer other = TestServer.started((builder) -> builder.route("/{name}", this.handler));
				RawPeer first = this.server.open("/a");
				RawPeer second = other.open("/a")) {
			String id = this.handler.awaitOpen().id();
			assertThat(this.handler.awaitOpen().id()).isNotEqualTo(id);
			first.closeRegularly();
			second.closeRegularly();
		}
	}

	@Test
	void aBroadcastReachesThoseThatTheFilterAccepts() {
		List<RawPeer> evens = new ArrayList<>();
		List<RawPeer> odds = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			((i % 2 == 0) ? evens : odds).add(this.server.open((i % 2 == 0) ? "/even" : "/odd"));
			this.handler.awaitOpen();
		}
		Connections connections = this.server.server().connections();
		connections.broadcast(PreparedMessage.text("to the even"),
				(connection) -> connection.pathVariable("name").equals("even"));
		connections.broadcast(PreparedMessage.binary(new byte[] { 7 }), (connection) -> true);
		for (RawPeer peer : evens) {
			assertThat(peer.readFrames(2)).extracting(RawFrame::text).containsExactly("to the even", "\u0007");
			peer.closeRegularly();
		}
		for (RawPeer peer : odds) {
			assertThat(peer.readFrame().payload()).containsExactly(7);
			peer.closeRegularly();
		}
	}

	@Test
	void aBroadcastKeepsTheOrderOfItsThread() {
		try (RawPeer peer = this.server.open("/a")) {
			this.handler.awaitOpen();
			for (int i = 0; i < 50; i++) {
				this.server.server()
					.connections()
					.broadcast(PreparedMessage.text("broadcast " + i), (candidate) -> true);
			}
			for (int i = 0; i < 50; i++) {
				assertThat(peer.readFrame().text()).isEqualTo("broadcast " + i);
			}
			peer.closeRegularly();
		}
	}

	@Test
	void attributesBelongToOneConnectionAndAcceptNoNull() {
		try (RawPeer first = this.server.open("/a"); RawPeer second = this.server.open("/b")) {
			Connection a = this.handler.awaitOpen();
			Connection b = this.handler.awaitOpen();
			a.attributes().put("user", "Ada");
			assertThat(b.attributes()).isEmpty();
			assertThatNullPointerException().isThrownBy(() -> a.attributes().put("user", null));
			first.closeRegularly();
			second.closeRegularly();
		}
	}

}
