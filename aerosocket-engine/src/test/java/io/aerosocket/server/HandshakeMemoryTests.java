package io.aerosocket.server;

import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Peers that begin long handshakes and do not finish them, and together would take all
 * memory.
 */
class HandshakeMemoryTests {

	private static final int MEBIBYTE = 1 << 20;

	/** Far more than what fits into a quarter of the budget. */
	private static final int PEERS = 100;

	private final List<RawPeer> peers = new ArrayList<>();

	@AfterEach
	void end() {
		this.peers.forEach(RawPeer::reset);
	}

	@Test
	void requestsThatStopInTheMiddleAreBoundedTogether() {
		byte[] beginning = ClientFrames.ascii("GET /echo HTTP/1.1\r\nX: " + "a".repeat(12_000));
		try (TestServer server = TestServer.started((builder) -> builder.route("/echo", TestServer.ECHO)
			.options((options) -> options.shared((limits) -> limits.withInboundMemoryBudget(MEBIBYTE))))) {
			begin(server, beginning);
			RawResponse refused = this.peers.get(PEERS - 1).readResponse();
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.header("Retry-After")).isEqualTo("5");
			usualHandshakesComeIn(server.open("/echo"));
			theMemoryIsFreeAgainOnceTheyHaveGone(server, beginning);
		}
	}

	@Test
	void tlsHandshakesThatStopInTheMiddleAreBoundedTogether() throws Exception {
		X509Bundle certificate = new CertificateBuilder().subject("CN=localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		SslContext tls = SslContextBuilder
			.forServer(certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
			.protocols("TLSv1.3")
			.build();
		SSLContext client = SSLContext.getInstance("TLSv1.3");
		client.init(null, certificate.toTrustManagerFactory().getTrustManagers(), null);
		byte[] beginning = ClientFrames.join(ClientFrames.hex("16030140000100ff00"), new byte[15_000]);
		try (TestServer server = TestServer.started((builder) -> builder.route("/echo", TestServer.ECHO)
			.options((options) -> options.sslContext(tls)
				.shared((limits) -> limits.withInboundMemoryBudget(MEBIBYTE))))) {
			begin(server, beginning);
			usualHandshakesComeIn(RawPeer.connectTls(server.server(), client.getSocketFactory()).upgrade("/echo"));
			theMemoryIsFreeAgainOnceTheyHaveGone(server, beginning);
		}
	}

	private void begin(TestServer server, byte[] beginning) {
		for (int i = 0; i < PEERS; i++) {
			this.peers.add(RawPeer.connect(server.server()).writeWhatGoes(beginning));
		}
		await().atMost(RawPeer.DEADLINE).until(() -> refused(server) >= PEERS / 2);
		assertThat(refused(server)).as("some are within the budget").isLessThan(PEERS - 10);
	}

	private static void usualHandshakesComeIn(RawPeer usual) {
		usual.assertEchoes("here");
		usual.closeRegularly();
	}

	private void theMemoryIsFreeAgainOnceTheyHaveGone(TestServer server, byte[] beginning) {
		long before = refused(server);
		this.peers.forEach(RawPeer::reset);
		this.peers.clear();
		await().atMost(RawPeer.DEADLINE).until(() -> server.snapshot().handshaking() == 0);
		for (int i = 0; i < 10; i++) {
			this.peers.add(RawPeer.connect(server.server()).write(beginning));
		}
		await().atMost(RawPeer.DEADLINE).until(() -> server.snapshot().handshaking() == 10);
		assertThat(refused(server)).isEqualTo(before);
	}

	private static long refused(TestServer server) {
		return server.snapshot().refusals().getOrDefault(RefusalReason.MEMORY, 0L);
	}

}
