package io.aerosocket.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ExtensionAgreement;
import io.aerosocket.extension.ExtensionParameters;
import io.aerosocket.extension.ReservedBit;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.HandshakeRefusal;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * That there are never more connections than there may be, whatever happens at once, and
 * that whoever is too much is told.
 */
class FullServerTests {

	private static final int LOOPS = 8;

	/** Sockets beyond the limit that may send their request. */
	private static final int WAITING_ROOM = 256;

	@Test
	void eventLoopsThatAreJustAsFarDoNotExceedTheLimitTogether() {
		Crossing crossing = new Crossing(LOOPS);
		try (TestServer server = TestServer.started((builder) -> builder.route("/echo", TestServer.ECHO)
			.listener(crossing)
			.options((options) -> options.eventLoops(LOOPS).maxConnections(2).extensions(List.of(crossing))))) {
			List<RawPeer> peers = new ArrayList<>();
			for (int i = 0; i < LOOPS; i++) {
				peers.add(server.connect());
			}
			await().until(() -> server.snapshot().handshaking() == LOOPS);
			peers.forEach(
					(peer) -> peer.write(RawRequest.to("/echo").with("Sec-WebSocket-Extensions: x-crossing").bytes()));
			assertThat(peers).extracting((peer) -> peer.readResponse().status())
				.containsOnly(101, 503)
				.filteredOn((status) -> status == 101)
				.hasSize(2);
			assertThat(crossing.isOver()).isTrue();
			assertThat(server.server().connections().count()).isEqualTo(2);
			assertThat(server.snapshot().refusals()).containsEntry(RefusalReason.FULL, LOOPS - 2L);
			peers.forEach(RawPeer::close);
			server.awaitEmpty();
			server.open("/echo").assertEchoes("the places are free again").closeRegularly();
		}
	}

	@Test
	void aHandshakeThatFailsGivesItsPlaceBack() {
		Crossing failing = new Crossing(0);
		try (TestServer server = TestServer.started((builder) -> builder.route("/echo", TestServer.ECHO)
			.options((options) -> options.maxConnections(1).extensions(List.of(failing))))) {
			for (int i = 0; i < 3; i++) {
				server.connect()
					.write(RawRequest.to("/echo").with("Sec-WebSocket-Extensions: x-crossing; fail").bytes())
					.assertEnds();
			}
			assertThat(server.snapshot().refusals()).containsEntry(RefusalReason.ERROR, 3L);
			server.awaitEmpty();
			server.open("/echo").assertEchoes("there is room").closeRegularly();
		}
	}

	@Test
	void aStormOnAFullServerIsToldToComeBackLater() {
		int beyond = 200;
		try (TestServer server = TestServer.started(
				(builder) -> builder.route("/echo", TestServer.ECHO).options((options) -> options.maxConnections(1)))) {
			RawPeer open = server.open("/echo");
			List<RawPeer> storm = new ArrayList<>();
			for (int i = 0; i < WAITING_ROOM + beyond; i++) {
				storm.add(server.connect());
			}
			List<RawPeer> turnedAway = storm.subList(WAITING_ROOM, storm.size());
			turnedAway.forEach(FullServerTests::assertToldToComeBack);
			storm.subList(0, WAITING_ROOM).forEach((peer) -> {
				peer.write(RawRequest.to("/echo").bytes());
				assertToldToComeBack(peer);
			});
			assertThat(server.snapshot().refusals()).containsEntry(RefusalReason.FULL, (long) WAITING_ROOM)
				.containsEntry(RefusalReason.CROWDED, (long) beyond);
			storm.forEach(RawPeer::close);
			open.assertEchoes("still here").closeRegularly();
		}
	}

	private static void assertToldToComeBack(RawPeer peer) {
		RawResponse response = peer.readResponse();
		assertThat(response.status()).isEqualTo(503);
		assertThat(response.header("Retry-After")).matches("[1-9][0-9]*");
		peer.assertEnds();
	}

	/**
	 * Is agreed on when everybody is, or was refused: so all event loops are between
	 * their last look at the limit and the connection at the same time.
	 */
	private static final class Crossing implements Extension, EngineListener {

		private final CountDownLatch everybody;

		Crossing(int peers) {
			this.everybody = new CountDownLatch(peers);
		}

		boolean isOver() {
			return this.everybody.getCount() == 0;
		}

		@Override
		public String name() {
			return "x-crossing";
		}

		@Override
		public @Nullable ExtensionAgreement accept(ExtensionParameters offer) {
			if (offer.has("fail")) {
				return new ExtensionAgreement(offer, () -> {
					throw new IllegalStateException("an extension's fault");
				});
			}
			this.everybody.countDown();
			try {
				this.everybody.await(RawPeer.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return null;
		}

		@Override
		public ReservedBit bit() {
			return ReservedBit.RSV2;
		}

		@Override
		public List<ExtensionParameters> offers() {
			throw new UnsupportedOperationException();
		}

		@Override
		public ExtensionAgreement confirm(ExtensionParameters answer) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void refused(HandshakeRefusal refusal) {
			this.everybody.countDown();
		}

	}

}
