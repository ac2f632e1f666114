package io.aerosocket.internal.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ConnectionRegistry} and {@link ConnectionGroup}: ids, sweeps,
 * broadcasts and the end.
 */
class ConnectionRegistryTests {

	private final TestConnection peer = TestConnection.open((options) -> options.pingInterval(Duration.ofSeconds(25))
		.maxQueuedBytes(20)
		.maxPendingMessages(1)
		.slowConsumerPolicy(SlowConsumerPolicy.DROP_NEWEST));

	private final ConnectionRegistry registry = this.peer.registry();

	private final WebSocketConnection connection = this.peer.connection();

	@AfterEach
	void everythingIsReleased() {
		assertThat(this.peer.bytesLeftAfterTheEnd()).isZero();
		assertThat(this.registry.count()).isZero();
		assertThat(this.registry.unfinished()).isZero();
		assertThat(this.registry.all()).isEmpty();
	}

	@Test
	void findsAnOpenConnectionByItsId() {
		assertThat(this.connection.id()).matches("[0-9a-z]+").isEqualTo(this.connection.id());
		assertThat(this.registry.find(this.connection.id())).isSameAs(this.connection);
		assertThat(this.registry.count()).isEqualTo(1);
		assertThat(this.registry.all()).containsExactly(this.connection);
	}

	@Test
	void findsNoConnectionThatHasEnded() {
		String id = this.connection.id();
		this.peer.loseTransport();
		assertThat(this.registry.find(id)).isNull();
		assertThat(this.connection.id()).isEqualTo(id);
	}

	@Test
	void anIdIsNotUsedAgainWithItsSlot() {
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			TestConnection other = TestConnection.open();
			assertThat(ids.add(other.connection().id())).isTrue();
			assertThat(this.registry.find(other.connection().id())).as("of another server").isNull();
			other.bytesLeftAfterTheEnd();
		}
	}

	@Test
	void findsEachOfManyConnectionsAndForgetsThoseThatEnd() {
		List<WebSocketConnection> others = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			others.add(another());
		}
		assertThat(this.registry.count()).isEqualTo(101);
		for (int i = 0; i < 100; i += 2) {
			others.get(i).ended();
		}
		assertThat(this.registry.count()).isEqualTo(51);
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			assertThat(ids.add(others.get(i).id())).isTrue();
			assertThat(this.registry.find(others.get(i).id())).isSameAs((i % 2 == 0) ? null : others.get(i));
		}
		WebSocketConnection inAnOldSlot = another();
		assertThat(ids.add(inAnOldSlot.id())).isTrue();
		assertThat(this.registry.find(inAnOldSlot.id())).isSameAs(inAnOldSlot);
		inAnOldSlot.ended();
		for (int i = 1; i < 100; i += 2) {
			others.get(i).ended();
		}
	}

	@ParameterizedTest(name = "{0}")
	@ValueSource(strings = { "", "x", "000000000000", "000000000000000000000", "0000000000000000000001" })
	void findsNothingForAnIdOfSomebodyElse(String id) {
		assertThat(this.registry.find(id)).isNull();
	}

	@ParameterizedTest(name = "prefix{0}")
	@ValueSource(strings = { "", "0", "000000000", "0000000002", "0010000001", "0000000011", "fff0000001",
			"000fffffff1", "zzz0000001", "000zzzzzz1", "000000000z", "0000000001 ", "-010000001", "-ff0000001",
			"000-000011", "000000000-1", "00000000012345678901234567890", "+000000001", "000+000001", "000000000+1",
			"00000000001" })
	void findsNothingForAnIdThatIsAlmostRight(String rest) {
		String prefix = this.connection.id().substring(0, 12);
		assertThat(this.connection.id()).isEqualTo(prefix + "0000000001");
		assertThat(this.registry.find(prefix + rest)).isNull();
	}

	@Test
	void aChannelOfAnotherEventLoopIsRefused() {
		ConnectionRegistry other = new ConnectionRegistry(List.of(), new EngineCounters());
		assertThatIllegalStateException().isThrownBy(() -> other.open(
				Endpoint.of(Endpoint.Role.SERVER, ConnectionOptions.builder().build(), this.peer.handler(),
						TestConnection.CALLER, new EngineCounters(), new EngineListeners(List.of())),
				TestConnection.handshake(), null, this.peer.channel().pipeline().firstContext()));
		assertThat(other.count()).isZero();
		assertThat(other.unfinished()).isZero();
	}

	@Test
	void broadcastsToThoseThatTheFilterAccepts() {
		this.registry.broadcast(PreparedMessage.text("all"), (connection) -> true);
		this.registry.broadcast(PreparedMessage.text("none"), (connection) -> false);
		this.registry.broadcast(PreparedMessage.text("x".repeat(20_000)), Connection::isOpen);
		this.connection.sendText("then");
		assertThat(this.peer.sent()).containsExactlyInAnyOrder("text all", "text x*20000", "text then");
		assertThat(this.peer.counted().messagesSent()).isEqualTo(3);
		assertThat(this.peer.reservedBytes()).isZero();
	}

	@Test
	void smallBroadcastsTravelTogether() {
		this.registry.broadcast(PreparedMessage.text("one"), (connection) -> true);
		this.registry.broadcast(PreparedMessage.text("two"), (connection) -> true);
		this.registry.broadcast(PreparedMessage.text("x".repeat(2043)), (connection) -> true);
		this.peer.run();
		assertThat(this.peer.flushes()).isEqualTo(1);
		assertThat(this.peer.channel().outboundMessages()).hasSize(1);
		assertThat(this.peer.sent()).containsExactly("text one", "text two", "text x*2043");
	}

	@Test
	void aLargeBroadcastIsNotCopied() {
		this.registry.broadcast(PreparedMessage.text("x".repeat(2044)),
				(connection) -> connection.sendText("before").isAccepted());
		this.peer.run();
		assertThat(this.peer.channel().outboundMessages()).as("not behind what else goes out").hasSize(2);
		assertThat(this.peer.sent()).containsExactly("text before", "text x*2044");
		assertThat(this.peer.reservedBytes()).isZero();
	}

	@Test
	void aSlowConsumerOfABroadcastMeetsItsPolicy() {
		this.peer.channel().stick(true);
		this.connection.sendText("x".repeat(70_000));
		this.peer.run();
		this.registry.broadcast(PreparedMessage.text("queued"), (connection) -> true);
		this.peer.run();
		this.registry.broadcast(PreparedMessage.text("dropped, for it does not fit"), (connection) -> true);
		this.peer.run();
		this.peer.channel().stick(false);
		assertThat(this.peer.sent()).containsExactly("text x*70000", "text queued");
		assertThat(this.peer.listener().events()).contains("dropped NEWEST 1 of 30");
	}

	@Test
	void aConnectionThatClosesGetsNoBroadcast() {
		this.connection.close();
		this.registry.broadcast(PreparedMessage.text("late"), (connection) -> true);
		assertThat(this.peer.sent()).containsExactly("close 1000");
	}

	@Test
	void aSilentPeerIsAskedAndThenCut() {
		long now = System.nanoTime();
		this.connection.sweep(now + Duration.ofSeconds(26).toNanos());
		assertThat(this.peer.sent()).containsExactly("ping aero");
		this.connection.sweep(now + Duration.ofSeconds(47).toNanos());
		this.peer.run();
		assertThat(this.peer.channel().isOpen()).isFalse();
		assertThat(this.peer.handler().calls()).last().isEqualTo("close 1006");
	}

	@Test
	void aPeerThatWeDoNotReadFromIsNotAsked() {
		this.peer.handler().asynchronous();
		this.peer.receive(TestConnection.text("1"), TestConnection.text("2"));
		assertThat(this.peer.channel().config().isAutoRead()).isFalse();
		long now = System.nanoTime();
		for (int second = 0; second < 200; second += 10) {
			this.connection.sweep(now + Duration.ofSeconds(second).toNanos());
		}
		assertThat(this.peer.sent()).isEmpty();
		assertThat(this.peer.channel().isOpen()).isTrue();
	}

	@Test
	void whoIsToldToGoIsToldOnce() {
		assertThat(this.registry.undrained()).containsExactly(this.connection);
		this.connection.drain(DrainPlan.CLIENT.goodbye());
		assertThat(this.registry.undrained()).isEmpty();
		assertThat(this.peer.sent()).containsExactly("close 1001 the client is shutting down");
	}

	@Test
	void cutAllEndsWhatIsLeft() {
		assertThat(this.registry.cutAll()).isEqualTo(1);
		this.peer.run();
		assertThat(this.peer.channel().isOpen()).isFalse();
		assertThat(this.registry.cutAll()).isZero();
	}

	@Test
	void addsUpWhatIsQueued() {
		this.peer.channel().stick(true);
		this.connection.sendText("x".repeat(70_000));
		this.peer.run();
		assertThat(this.registry.queuedBytes()).isGreaterThanOrEqualTo(70_000);
		this.peer.channel().stick(false);
		assertThat(this.registry.queuedBytes()).isZero();
		this.peer.sent();
	}

	// Its bytes are of no interest here: it lives on the same channel.
	private WebSocketConnection another() {
		InboundHandler reader = new InboundHandler();
		this.peer.channel().pipeline().addLast(reader);
		Set<Connection> before = new HashSet<>(this.registry.all());
		this.registry.open(
				Endpoint.of(Endpoint.Role.SERVER, ConnectionOptions.builder().build(), new RecordingHandler(),
						TestConnection.CALLER, new EngineCounters(), new EngineListeners(List.of())),
				TestConnection.handshake(), null, this.peer.channel().pipeline().context(reader));
		return (WebSocketConnection) this.registry.all()
			.stream()
			.filter((connection) -> !before.contains(connection))
			.findAny()
			.orElseThrow();
	}

}
