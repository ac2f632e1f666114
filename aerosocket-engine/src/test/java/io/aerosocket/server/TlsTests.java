package io.aerosocket.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseReason;
import io.aerosocket.Handshake;
import io.aerosocket.MessageSource;
import io.aerosocket.telemetry.RefusalReason;
import io.aerosocket.telemetry.TimingListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * The same over TLS 1.3, and what may go wrong before there is any.
 */
class TlsTests {

	private static final X509Bundle certificate = selfSigned();

	private static final RecordingHandler handler = new RecordingHandler();

	private static final TlsOutcomes outcomes = new TlsOutcomes();

	@RegisterExtension
	static final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.route("/record", handler)
		.listener(outcomes)
		.options((options) -> options.sslContext(serverContext())
			.handshakeTimeout(Duration.ofMillis(700))
			.connection((connection) -> connection.maxMessageSize(2 << 20))));

	@Test
	void messagesTravelOverTls() {
		try (RawPeer peer = open("/echo")) {
			peer.assertEchoes("hello").assertEchoes("").closeRegularly();
		}
	}

	@Test
	void newConnectionsGetTheNewCertificateAndOldOnesLiveOn() {
		X509Bundle renewed = selfSigned();
		try (RawPeer before = open("/echo")) {
			server.server().reconfigure((options) -> options.sslContext(serverContext(renewed)));
			try (RawPeer after = RawPeer.connectTls(server.server(), clientFactory(renewed)).upgrade("/echo")) {
				after.assertEchoes("renewed").closeRegularly();
			}
			assertThatThrownBy(() -> open("/echo")).as("the old one is not trusted any more")
				.hasCauseInstanceOf(SSLException.class);
			before.assertEchoes("as before").closeRegularly();
		}
		finally {
			server.server().reconfigure((options) -> options.sslContext(serverContext()));
		}
	}

	@Test
	void aPortWithTlsStaysOne() {
		assertThatExceptionOfType(FixedOptionsException.class)
			.isThrownBy(() -> server.server().reconfigure((options) -> options.sslContext(null)))
			.withMessageContaining("sslContext: no TLS (expected: TLS");
	}

	@Test
	void aConnectionKnowsThatItIsSecure() {
		try (RawPeer peer = open("/record")) {
			Handshake handshake = handler.awaitOpen().handshake();
			assertThat(handshake.isSecure()).isTrue();
			assertThat(handshake.principal()).isNull();
			peer.closeRegularly();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 16_384, 65_536, 1 << 20 })
	void largeMessagesTravelOverTls(int length) {
		byte[] payload = new byte[length];
		new SplittableRandom(length).nextBytes(payload);
		try (RawPeer peer = open("/echo")) {
			for (int i = 0; i < 3; i++) {
				peer.write(ClientFrames.binary(payload));
				assertThat(peer.readFrame().payload()).isEqualTo(payload);
			}
			peer.closeRegularly();
		}
	}

	@Test
	void filesTravelOverTls(@TempDir Path directory) throws IOException {
		byte[] content = new byte[1_000_001];
		new SplittableRandom(1).nextBytes(content);
		Path file = Files.write(directory.resolve("file"), content);
		try (RawPeer peer = open("/record")) {
			CompletableFuture<Void> sent = handler.awaitOpen()
				.sendStream(MessageSource.binary(file))
				.toCompletableFuture();
			assertThat(RawMessage.readFrom(peer).payload()).isEqualTo(content);
			assertThat(sent).succeedsWithin(RawPeer.DEADLINE);
			peer.closeRegularly();
		}
		handler.awaitClose();
	}

	@Test
	void manySmallMessagesTravelOverTls() {
		byte[] many = ClientFrames.repeat(ClientFrames.text("message"), 2000);
		try (RawPeer peer = open("/echo")) {
			peer.write(many);
			assertThat(peer.readFrames(2000)).extracting(RawFrame::text).containsOnly("message");
			peer.closeRegularly();
		}
	}

	@Test
	void violationsHaveTheSameCodeOverTls() {
		try (RawPeer peer = open("/echo")) {
			peer.write(ClientFrames.hex("81 00"));
			peer.assertCloses(1002);
		}
	}

	@Test
	void refusalsHaveTheSameStatusOverTls() {
		try (RawPeer peer = RawPeer.connectTls(server.server(), clientFactory())) {
			peer.write(RawRequest.to("/unknown").bytes());
			assertThat(peer.readResponse().status()).isEqualTo(404);
			peer.assertEnds();
		}
	}

	@Test
	void aPeerThatVanishesIsReportedWith1006() {
		try (RawPeer peer = open("/record")) {
			handler.awaitOpen();
			peer.reset();
			CloseReason reason = handler.awaitClose();
			while (reason.code().value() == 1000) {
				reason = handler.awaitClose();
			}
			assertThat(reason.code().value()).isEqualTo(1006);
		}
	}

	@Test
	void plaintextIsNotAnswered() {
		long before = refusals(RefusalReason.TLS);
		try (RawPeer peer = RawPeer.connect(server.server())) {
			peer.write(RawRequest.to("/echo").bytes());
			byte[] answer = peer.readUntilEnd();
			assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("101");
		}
		await().untilAsserted(() -> assertThat(refusals(RefusalReason.TLS)).isEqualTo(before + 1));
	}

	@Test
	void aPeerThatSaysNothingIsCut() {
		try (RawPeer peer = RawPeer.connect(server.server())) {
			peer.readUntilEnd();
		}
	}

	@Test
	void aPeerThatStopsInsideTheTlsHandshakeIsCut() {
		try (RawPeer peer = RawPeer.connect(server.server())) {
			// A record of 512 bytes with the beginning of a ClientHello.
			peer.write(ClientFrames.hex("16 0301 0200 01 0001fc 0303"));
			peer.readUntilEnd();
		}
	}

	@Test
	void aPeerThatStopsAfterTheTlsHandshakeIsCut() {
		long before = refusals(RefusalReason.TIMEOUT);
		try (RawPeer peer = RawPeer.connectTls(server.server(), clientFactory())) {
			peer.write(ClientFrames.ascii("GET /echo"));
			peer.readUntilEnd();
		}
		assertThat(refusals(RefusalReason.TIMEOUT)).isEqualTo(before + 1);
	}

	@Test
	void aClientThatDoesNotTrustUsGetsNoConnection() {
		long before = refusals(RefusalReason.TLS);
		assertThatThrownBy(
				() -> RawPeer.connectTls(server.server(), (SSLSocketFactory) SSLSocketFactory.getDefault()).close())
			.hasCauseInstanceOf(SSLException.class);
		await().untilAsserted(() -> assertThat(refusals(RefusalReason.TLS)).isEqualTo(before + 1));
	}

	@Test
	void everyTlsHandshakeIsHeardWithItsOutcome() {
		int succeeded = outcomes.succeeded.get();
		int failed = outcomes.failed.get();
		open("/echo").closeRegularly();
		await().untilAsserted(() -> assertThat(outcomes.succeeded).hasValue(succeeded + 1));
		assertThat(outcomes.failed).hasValue(failed);
		try (RawPeer peer = RawPeer.connect(server.server())) {
			peer.write(RawRequest.to("/echo").bytes());
			peer.readUntilEnd();
		}
		await().untilAsserted(() -> assertThat(outcomes.failed).hasValue(failed + 1));
		assertThat(outcomes.succeeded).hasValue(succeeded + 1);
	}

	private static RawPeer open(String path) {
		return RawPeer.connectTls(server.server(), clientFactory()).upgrade(path);
	}

	private static long refusals(RefusalReason reason) {
		return server.snapshot().refusals().getOrDefault(reason, 0L);
	}

	private static X509Bundle selfSigned() {
		try {
			return new CertificateBuilder().subject("CN=localhost")
				.addSanDnsName("localhost")
				.setIsCertificateAuthority(true)
				.buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SslContext serverContext() {
		return serverContext(certificate);
	}

	private static SslContext serverContext(X509Bundle certificate) {
		try {
			X509Certificate[] path = certificate.getCertificatePath();
			return SslContextBuilder.forServer(certificate.getKeyPair().getPrivate(), path)
				.protocols("TLSv1.3")
				.build();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SSLSocketFactory clientFactory() {
		return clientFactory(certificate);
	}

	private static SSLSocketFactory clientFactory(X509Bundle certificate) {
		try {
			TrustManagerFactory trust = certificate.toTrustManagerFactory();
			SSLContext context = SSLContext.getInstance("TLSv1.3");
			context.init(null, trust.getTrustManagers(), null);
			return context.getSocketFactory();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static final class TlsOutcomes implements TimingListener {

		private final AtomicInteger succeeded = new AtomicInteger();

		private final AtomicInteger failed = new AtomicInteger();

		@Override
		public void tlsEnded(boolean handshakeFailed, long nanos) {
			assertThat(nanos).isNotNegative();
			(handshakeFailed ? this.failed : this.succeeded).incrementAndGet();
		}

	}

}
