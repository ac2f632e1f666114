package io.aerosocket.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How long a handshake may take, how many connections there may be, and what the health
 * path says about it.
 */
class HandshakeLimitTests {

	private static final int MAX_CONNECTIONS = 3;

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.options((options) -> options.handshakeTimeout(Duration.ofMillis(500))
			.maxConnections(MAX_CONNECTIONS)
			.healthPath("/health")));

	@Test
	void aPeerThatSaysNothingIsCut() {
		try (RawPeer peer = this.server.connect()) {
			assertTimesOut(peer);
		}
		assertThat(this.server.snapshot().refusals()).containsEntry(RefusalReason.TIMEOUT, 1L);
	}

	@Test
	void aPeerThatStopsInTheMiddleIsCut() {
		try (RawPeer peer = this.server.connect()) {
			peer.write(ClientFrames.ascii("GET /echo HTTP/1.1\r\nHost: local"));
			assertTimesOut(peer);
		}
	}

	@Test
	void drippingBytesDoesNotProlongTheTime() {
		try (RawPeer peer = this.server.connect()) {
			await().atMost(RawPeer.DEADLINE).pollInterval(Duration.ofMillis(50)).until(() -> {
				peer.writeWhatGoes(ClientFrames.ascii("x"));
				return this.server.snapshot().refusals().getOrDefault(RefusalReason.TIMEOUT, 0L) == 1;
			});
		}
	}

	@Test
	void anOpenConnectionHasNoSuchLimit() {
		try (RawPeer peer = this.server.open("/echo")) {
			peer.assertSilentFor(Duration.ofMillis(800));
			peer.assertEchoes("still here").closeRegularly();
		}
	}

	@Test
	void aFullServerRefusesAndSaysWhenToComeBack() {
		List<RawPeer> peers = fill();
		try (RawPeer peer = this.server.connect()) {
			peer.writeWhatGoes(RawRequest.to("/echo").bytes());
			RawResponse response = peer.readResponse();
			assertThat(response.status()).isEqualTo(503);
			assertThat(response.header("Retry-After")).matches("[5-7]");
			peer.assertEnds();
		}
		assertThat(this.server.snapshot().refusals()).containsEntry(RefusalReason.FULL, 1L);
		peers.forEach((peer) -> peer.assertEchoes("still here").closeRegularly());
		this.server.awaitEmpty();
		this.server.open("/echo").assertEchoes("room again").closeRegularly();
	}

	@Test
	void unfinishedHandshakesKeepNobodyOut() {
		List<RawPeer> silent = new ArrayList<>();
		for (int i = 0; i < MAX_CONNECTIONS; i++) {
			silent.add(this.server.connect());
		}
		await().untilAsserted(() -> assertThat(this.server.snapshot().handshaking()).isEqualTo(MAX_CONNECTIONS));
		try (RawPeer peer = this.server.connect()) {
			peer.writeWhatGoes(RawRequest.to("/echo").bytes());
			assertThat(peer.readResponse().status()).isEqualTo(101);
		}
		silent.forEach(RawPeer::close);
	}

	@Test
	void healthIsGoodWhileThereIsRoom() {
		assertThat(health("/health")).isEqualTo(200);
		assertThat(health("/health?verbose")).isEqualTo(200);
	}

	@Test
	void healthIsBadWhenFull() {
		List<RawPeer> peers = fill();
		assertThat(health("/health")).isEqualTo(503);
		peers.forEach(RawPeer::closeRegularly);
		this.server.awaitEmpty();
		assertThat(health("/health")).isEqualTo(200);
	}

	@Test
	void healthIsNoWebSocket() {
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/health").bytes());
			assertThat(peer.readResponse().status()).isIn(200, 400, 404);
		}
	}

	private List<RawPeer> fill() {
		List<RawPeer> peers = new ArrayList<>();
		for (int i = 0; i < MAX_CONNECTIONS; i++) {
			peers.add(this.server.open("/echo"));
		}
		return peers;
	}

	private int health(String target) {
		try (RawPeer peer = this.server.connect()) {
			peer.writeWhatGoes(ClientFrames.ascii("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
			return peer.readResponse().status();
		}
	}

	private static void assertTimesOut(RawPeer peer) {
		String answer = new String(peer.readUntilEnd(), StandardCharsets.US_ASCII);
		assertThat(answer).matches("(?s)(HTTP/1\\.1 408 .*)?");
	}

}
