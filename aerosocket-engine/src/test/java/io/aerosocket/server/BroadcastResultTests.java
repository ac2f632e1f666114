package io.aerosocket.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.BroadcastResult;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionIndex;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Connections;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SlowConsumerPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Broadcasts that report what became of them, and the indexes that find their receivers.
 */
class BroadcastResultTests {

	private static final PreparedMessage NEWS = PreparedMessage.text("news");

	private final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/room/{name}", this.handler)
		.route("/slow", this.handler,
				new RouteOptions(ConnectionOptions.builder()
					.maxQueuedBytes(64 * 1024)
					.slowConsumerPolicy(SlowConsumerPolicy.DROP_NEWEST)
					.build(), null, null))
		.options((options) -> options.eventLoops(2)));

	@Test
	void theResultCountsTheConnectionsThatTheFilterAccepted() {
		List<RawPeer> peers = openAll("/room/a", "/room/a", "/room/a", "/room/b");
		assertThat(result(
				connections().broadcastAndCount(NEWS, (connection) -> connection.pathVariable("name").equals("a"))))
			.isEqualTo(new BroadcastResult(3, 0, 0, 0));
		peers.subList(0, 3).forEach((peer) -> assertThat(peer.readFrame().text()).isEqualTo("news"));
		peers.forEach(RawPeer::closeRegularly);
	}

	@Test
	void nobodyMatched() {
		assertThat(result(connections().broadcastAndCount(NEWS, (connection) -> true)))
			.isEqualTo(BroadcastResult.none());
		assertThat(result(connections().broadcastAndCount(NEWS, List.of()))).isEqualTo(BroadcastResult.none());
	}

	@Test
	void receiversThatAreKnownGetItOnWhicheverEventLoop() {
		List<RawPeer> peers = openAll("/room/a", "/room/a", "/room/b", "/room/b");
		Collection<Connection> all = connections().all();
		assertThat(result(connections().broadcastAndCount(NEWS, all)).sent()).isEqualTo(4);
		peers.forEach((peer) -> assertThat(peer.readFrame().text()).isEqualTo("news"));
		peers.forEach(RawPeer::closeRegularly);
		this.server.awaitEmpty();
		assertThat(result(connections().broadcastAndCount(NEWS, all))).isEqualTo(new BroadcastResult(0, 0, 0, 4));
	}

	@Test
	void aPeerThatDoesNotReadIsCountedAsQueuedThenAsDropped() {
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/slow")) {
			Connection connection = this.handler.awaitOpen();
			PreparedMessage large = PreparedMessage.binary(new byte[16 * 1024]);
			BroadcastResult queued = BroadcastResult.none();
			BroadcastResult last = BroadcastResult.none();
			while (last.dropped() == 0) {
				last = result(connections().broadcastAndCount(large, (all) -> true));
				assertThat(last.matched()).isEqualTo(1);
				queued = (last.queued() > 0) ? last : queued;
			}
			assertThat(queued).isEqualTo(new BroadcastResult(0, 1, 0, 0));
			assertThat(last).isEqualTo(new BroadcastResult(0, 0, 1, 0));
			assertThat(connection.isOpen()).isTrue();
			assertThat(peer.readFrame().payload()).hasSize(large.size());
		}
	}

	@Test
	void aFilterThatFailsFailsTheResult() {
		List<RawPeer> peers = openAll("/room/a");
		CompletionStage<BroadcastResult> result = connections().broadcastAndCount(NEWS, (connection) -> {
			throw new IllegalStateException("filter");
		});
		assertThatThrownBy(() -> result(result)).hasRootCauseMessage("filter");
		peers.forEach(RawPeer::closeRegularly);
	}

	@Test
	void anIndexFindsThoseThatWereOpenBeforeAndThoseThatComeLater() {
		List<RawPeer> peers = openAll("/room/a", "/room/b");
		ConnectionIndex<String> rooms = connections().index((handshake) -> handshake.pathVariables().get("name"));
		assertThat(rooms.find("a")).singleElement()
			.satisfies((connection) -> assertThat(connection).isSameAs(connections().find(connection.id())));
		peers.addAll(openAll("/room/a", "/slow"));
		assertThat(rooms.find("a")).hasSize(2);
		assertThat(rooms.count("a")).isEqualTo(2);
		assertThat(rooms.find("c")).isEmpty();
		peers.forEach(RawPeer::closeRegularly);
		this.server.awaitEmpty();
		assertThat(rooms.find("a")).isEmpty();
		assertThat(rooms.count("b")).isZero();
	}

	@Test
	void anIndexForgetsAConnectionWhoseKeyHasChanged() {
		List<RawPeer> peers = openAll("/room/a");
		ConnectionIndex<Object> index = connections()
			.index((handshake) -> handshake.attributes().getOrDefault("key", "none"));
		Connection connection = index.find("none").iterator().next();
		connection.attributes().put("key", "other");
		peers.forEach(RawPeer::closeRegularly);
		await().atMost(Duration.ofSeconds(10)).until(() -> index.count("none") == 0);
	}

	@Test
	void anIndexWhoseKeyFailsDoesNotHarmTheConnection() {
		connections().index((handshake) -> {
			throw new IllegalStateException("key");
		}).find("any");
		List<RawPeer> peers = openAll("/room/a");
		peers.forEach(RawPeer::closeRegularly);
	}

	@Test
	void anIndexMayBeMadeBeforeTheServerHasStarted() {
		AeroServer early = TestServer.builder().route("/{name}", this.handler).build();
		ConnectionIndex<String> index = early.connections().index((handshake) -> handshake.pathVariables().get("name"));
		assertThat(index.find("x")).isEmpty();
		assertThat(index.count("x")).isZero();
		assertThat(result(early.connections().broadcastAndCount(NEWS, (all) -> true)).matched()).isZero();
		early.start();
		try (RawPeer peer = RawPeer.open(early, "/x")) {
			this.handler.awaitOpen();
			assertThat(index.find("x")).hasSize(1);
			peer.closeRegularly();
		}
		finally {
			early.close();
		}
	}

	private List<RawPeer> openAll(String... paths) {
		List<RawPeer> peers = new ArrayList<>();
		for (String path : paths) {
			peers.add(this.server.open(path));
			this.handler.awaitOpen();
		}
		return peers;
	}

	private Connections connections() {
		return this.server.server().connections();
	}

	private static BroadcastResult result(CompletionStage<BroadcastResult> stage) {
		return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
	}

}
