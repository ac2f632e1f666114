package io.aerosocket.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Whose address a connection has when a proxy makes it, and who is believed. The proxy is
 * 127.0.0.1, a stranger 127.0.0.2.
 */
class PeerAddressTests {

	private static final AddressRange PROXY = AddressRange.parse("127.0.0.1");

	private static final String STRANGER = "127.0.0.2";

	private static final byte[] TEXT_HEADER = ClientFrames.ascii("PROXY TCP4 198.51.100.7 203.0.113.1 4711 443\r\n");

	private static final byte[] BINARY_HEADER = HexFormat.of()
		.parseHex("0d0a0d0a000d0a515549540a" + "2111000c" + "c6336407cb007101126701bb");

	private static final ConnectionHandler WHO = ConnectionHandler.of((connection, message) -> connection
		.sendText(text(connection.remoteAddress()) + " to " + text(connection.handshake().localAddress())));

	private TestServer server;

	@AfterEach
	void close() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "X_FORWARDED_FOR", "FORWARDED" })
	void aTrustedProxyIsBelieved(ForwardedHeader header) {
		start((options) -> options.withProxies(ProxyOptions.NONE.withHeader(header, PROXY)));
		String field = (header == ForwardedHeader.FORWARDED) ? "Forwarded: for=1.1.1.1, for=\"198.51.100.7:4711\""
				: "X-Forwarded-For: 1.1.1.1, 198.51.100.7:4711";
		assertThat(who(this.server.open("/who", field))).startsWith("198.51.100.7:4711 to 127.0.0.1:");
		assertThat(who(this.server.open("/who"))).as("for itself").startsWith("127.0.0.1:");
		assertThat(who(RawPeer.connectFrom(STRANGER, this.server.server()).upgrade("/who", field)))
			.startsWith(STRANGER);
	}

	@Test
	void onlyTheFieldThatTheProxySetsIsRead() {
		start((options) -> options.withProxies(ProxyOptions.NONE.withHeader(ForwardedHeader.X_FORWARDED_FOR, PROXY)));
		assertThat(who(this.server.open("/who", "Forwarded: for=198.51.100.7"))).startsWith("127.0.0.1:");
	}

	@Test
	void nobodyIsBelievedUnlessSet() {
		start((options) -> options);
		assertThat(who(this.server.open("/who", "X-Forwarded-For: 198.51.100.7"))).startsWith("127.0.0.1:");
		try (RawPeer peer = this.server.connect()) {
			peer.write(TEXT_HEADER, RawRequest.to("/who").bytes());
			assertThat(peer.readResponse().status()).isEqualTo(400);
		}
	}

	@Test
	void whatATrustedProxyCannotMeanIsRefused() {
		start((options) -> options.withProxies(ProxyOptions.NONE.withHeader(ForwardedHeader.X_FORWARDED_FOR, PROXY)));
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/who").with("X-Forwarded-For: somebody").bytes());
			assertThat(peer.readResponse().status()).isEqualTo(400);
		}
		assertThat(this.server.snapshot().refusals()).containsEntry(RefusalReason.FORWARDED, 1L);
	}

	@Test
	void addressesAreLimitedByThePeersThatProxiesNameNotByTheProxy() {
		start((options) -> options.withMaxPerAddress(1)
			.withProxies(ProxyOptions.NONE.withHeader(ForwardedHeader.X_FORWARDED_FOR, PROXY)));
		try (RawPeer first = this.server.open("/who", "X-Forwarded-For: 198.51.100.7");
				RawPeer other = this.server.open("/who", "X-Forwarded-For: 198.51.100.8");
				RawPeer again = this.server.connect()) {
			again.write(RawRequest.to("/who").with("X-Forwarded-For: 198.51.100.7").bytes());
			assertThat(again.readResponse().status()).isEqualTo(429);
			first.closeRegularly();
			other.closeRegularly();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "binary" })
	void aHeaderOfTheProxyProtocolNamesBothEnds(String version) {
		start((options) -> options.withProxies(ProxyOptions.NONE.withProtocol(ProxyProtocol.REQUIRE, PROXY)));
		byte[] header = version.equals("text") ? TEXT_HEADER : BINARY_HEADER;
		assertThat(who(this.server.connect().write(header).upgrade("/who")))
			.isEqualTo("198.51.100.7:4711 to 203.0.113.1:443");
		RawPeer dripping = this.server.connect();
		for (byte one : header) {
			dripping.write(new byte[] { one });
		}
		assertThat(who(dripping.upgrade("/who"))).startsWith("198.51.100.7:4711");
		RawPeer atOnce = this.server.connect().write(header, RawRequest.to("/who").bytes());
		assertThat(atOnce.readResponse().status()).isEqualTo(101);
		assertThat(who(atOnce)).startsWith("198.51.100.7:4711");
	}

	@Test
	void theHeaderStandsBeforeTls() throws Exception {
		X509Bundle certificate = new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		this.server = TestServer.started((builder) -> builder.route("/who", WHO).options((options) -> {
			try {
				options.sslContext(SslContextBuilder.forServer(certificate.toKeyManagerFactory()).build());
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
			options.admission(
					(admission) -> admission.withProxies(ProxyOptions.NONE.withProtocol(ProxyProtocol.REQUIRE, PROXY)));
		}));
		SSLContext trust = SSLContext.getInstance("TLS");
		trust.init(null, certificate.toTrustManagerFactory().getTrustManagers(), null);
		assertThat(
				who(RawPeer.connectTls(this.server.server(), trust.getSocketFactory(), BINARY_HEADER).upgrade("/who")))
			.isEqualTo("198.51.100.7:4711 to 203.0.113.1:443");
	}

	@Test
	void aProxyMayConnectForItselfWhereTheHeaderIsNotRequired() {
		start((options) -> options.withProxies(ProxyOptions.NONE.withProtocol(ProxyProtocol.ACCEPT, PROXY)));
		assertThat(who(this.server.open("/who"))).startsWith("127.0.0.1:");
		assertThat(who(this.server.connect().write(TEXT_HEADER).upgrade("/who"))).startsWith("198.51.100.7");
		try (RawPeer stranger = RawPeer.connectFrom(STRANGER, this.server.server())) {
			stranger.write(TEXT_HEADER, RawRequest.to("/who").bytes());
			assertThat(stranger.readResponse().status()).as("his header means nothing").isEqualTo(400);
		}
		assertThat(who(RawPeer.connectFrom(STRANGER, this.server.server()).upgrade("/who"))).startsWith(STRANGER);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "GET /who HTTP/1.1\r\nHost: a\r\n\r\n", "PROXY TCP4 nonsense\r\n", "\r\n\r\n\0\r\nQUIT\nxxxx" })
	void whateverElseIsCut(String garbage) {
		start((options) -> options.withProxies(ProxyOptions.NONE.withProtocol(ProxyProtocol.REQUIRE, PROXY)));
		try (RawPeer peer = this.server.connect()) {
			peer.writeWhatGoes(ClientFrames.ascii(garbage));
			assertThat(peer.readUntilEnd()).isEmpty();
		}
		await().untilAsserted(
				() -> assertThat(this.server.snapshot().refusals()).containsEntry(RefusalReason.PROXY_HEADER, 1L));
	}

	@Test
	void strangersAreCutWhereTheHeaderIsRequired() {
		start((options) -> options.withProxies(ProxyOptions.NONE.withProtocol(ProxyProtocol.REQUIRE, PROXY)));
		try (RawPeer stranger = RawPeer.connectFrom(STRANGER, this.server.server())) {
			assertThat(stranger.readUntilEnd()).isEmpty();
		}
		await().untilAsserted(
				() -> assertThat(this.server.snapshot().refusals()).containsEntry(RefusalReason.PROXY_HEADER, 1L));
	}

	@Test
	void whoBelievesSaysWhom() {
		assertThatIllegalArgumentException().isThrownBy(() -> ProxyOptions.NONE.withProtocol(ProxyProtocol.ACCEPT))
			.withMessageContaining("trusted proxies: none (expected: their addresses");
	}

	private void start(UnaryOperator<AdmissionOptions> admission) {
		Consumer<AeroServer.Builder> description = (builder) -> builder.route("/who", WHO)
			.options((options) -> options.admission(admission));
		this.server = TestServer.started(description);
	}

	private static String who(RawPeer peer) {
		try (peer) {
			peer.write(ClientFrames.text("who am I?"));
			String answer = peer.readFrame().text();
			peer.closeRegularly();
			return answer;
		}
	}

	private static String text(SocketAddress address) {
		InetSocketAddress inet = (InetSocketAddress) address;
		return inet.getAddress().getHostAddress() + ":" + inet.getPort();
	}

}
