package io.aerosocket.client;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedKeyManager;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.TransportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whom a client trusts over TLS, and what it tells of itself.
 */
class ClientTlsTests {

	private static final Certificates ours = new Certificates("Authority");

	private static final X509Bundle localhost = ours.server("localhost");

	private static final EchoServer server = EchoServer.startSecure(Certificates.context(localhost, "TLSv1.3"));

	private final Recorder handler = new Recorder();

	private TestClient test;

	@AfterEach
	void close() {
		if (this.test != null) {
			this.test.close();
		}
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void messagesTravelOverTls() {
		Connection connection = connect((tls) -> tls.trust(ours.authority()), server.uri("/echo"));
		assertThat(connection.handshake().isSecure()).isTrue();
		assertThat(connection.handshake().principal()).hasToString("CN=localhost");
		byte[] large = new byte[200_000];
		new SplittableRandom(1).nextBytes(large);
		connection.sendText("hello");
		connection.sendBinary(large);
		this.handler.assertOpen();
		assertThat(this.handler.nextText()).isEqualTo("hello");
		assertThat(Arrays.equals(this.handler.nextBinary(), large)).isTrue();
		connection.close();
		assertThat(this.handler.nextClose().code()).isEqualTo(CloseCode.NORMAL);
	}

	@Test
	void trustMayComeFromAKeyStore() throws Exception {
		KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
		store.load(null, null);
		store.setCertificateEntry("ours", ours.authority());
		connect((tls) -> tls.trust(store), server.uri("/echo"));
	}

	@Test
	void trustMayComeFromAFactory() throws Exception {
		connect((tls) -> tls.trust(localhost.toTrustManagerFactory()), server.uri("/echo"));
	}

	@Test
	void anUnknownAuthorityIsNotTrustedByDefault() {
		TransportException ex = refuse((tls) -> {
		}, server.uri("/echo"));
		assertThat(ex).hasMessageStartingWith("No TLS with localhost:" + server.port())
			.hasCauseInstanceOf(SSLException.class);
	}

	@Test
	void withoutSettingsTheTrustIsTheJdks() {
		this.test = TestClient.started((options) -> {
		});
		TransportException ex = TestClient.awaitFailure(this.test.client().connect(server.uri("/echo"), this.handler),
				TransportException.class);
		assertThat(ex).hasCauseInstanceOf(SSLException.class).hasMessageContaining("PKIX");
	}

	@Test
	void anotherAuthorityIsNotTrusted() {
		refuse((tls) -> tls.trust(new Certificates("Another").authority()), server.uri("/echo"));
	}

	@Test
	void aCertificateOfAnotherHostIsRefused() {
		TransportException ex = refuse((tls) -> tls.trust(ours.authority()), withHost("127.0.0.1"));
		assertThat(ex).hasMessageContaining("127.0.0.1");
	}

	@Test
	void aCertificateOfAnotherHostIsRefusedWithAContextOfSomebodyElseToo() throws Exception {
		SslContext careless = SslContextBuilder.forClient()
			.trustManager(ours.authority())
			.endpointIdentificationAlgorithm("")
			.build();
		refuse((tls) -> tls.context(careless), withHost("127.0.0.1"));
		connectAgain((tls) -> tls.context(careless), server.uri("/echo"));
	}

	@Test
	void theNameToAskForAndVerifyMayBeAnother() {
		connect((tls) -> tls.trust(ours.authority()).serverName("localhost"), withHost("127.0.0.1"));
		refuseAgain((tls) -> tls.trust(ours.authority()).serverName("example.org"), server.uri("/echo"));
	}

	@Test
	void onlyAnAlarmingNameSwitchesTheVerificationOff() {
		connect((tls) -> tls.trust(ours.authority()).dangerouslyAcceptCertificatesOfAnyHost(), withHost("127.0.0.1"));
	}

	@Test
	void theServerIsAskedForByName() throws Exception {
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<String> hello = CompletableFuture.supplyAsync(() -> {
				try (var socket = listener.accept(); InputStream in = socket.getInputStream()) {
					byte[] record = new byte[4096];
					int count = in.read(record);
					return new String(record, 0, count, StandardCharsets.ISO_8859_1);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
			refuse((tls) -> tls.serverName("name-in-sni.example"),
					URI.create("wss://localhost:" + listener.getLocalPort() + "/"));
			assertThat(hello.join()).contains("name-in-sni.example");
		}
	}

	@Test
	void version12IsSpokenOnlyIfAllowed() {
		try (EchoServer old = EchoServer.startSecure(Certificates.context(localhost, "TLSv1.2"))) {
			refuse((tls) -> tls.trust(ours.authority()), old.uri("/echo"));
			connectAgain((tls) -> tls.trust(ours.authority()).protocols("TLSv1.3", "TLSv1.2"), old.uri("/echo"));
			this.test.client().close();
		}
	}

	@Test
	void aServerMayAskForACertificate() throws Exception {
		X509Bundle client = ours.client("client-1");
		try (EchoServer asking = EchoServer.startSecure(ours.contextThatAsksClients(localhost))) {
			connect((tls) -> tls.trust(ours.authority())
				.identity(client.getKeyPair().getPrivate(), client.getCertificatePath()), asking.uri("/echo"));
			assertThat(asking.server().connections().all()).singleElement()
				.satisfies((connection) -> assertThat(connection.handshake().principal()).hasToString("CN=client-1"));
			KeyManagerFactory factory = client.toKeyManagerFactory();
			connectAgain((tls) -> tls.trust(ours.authority()).identity(factory), asking.uri("/echo"));
			refuseAgain((tls) -> tls.trust(ours.authority()), asking.uri("/echo"));
		}
	}

	@Test
	void aPinnedKeyIsAccepted() {
		String other = ClientTls.pin(new Certificates("Another").authority());
		connect((tls) -> tls.trust(ours.authority()).pins(other, ClientTls.pin(localhost.getCertificate())),
				server.uri("/echo"));
		connectAgain((tls) -> tls.trust(ours.authority()).pins(ClientTls.pin(ours.authority())), server.uri("/echo"));
	}

	@Test
	void aKeyThatIsNotPinnedIsRefusedThoughItIsTrusted() {
		String other = ClientTls.pin(new Certificates("Another").authority());
		TransportException ex = refuse((tls) -> tls.trust(ours.authority()).pins(other), server.uri("/echo"));
		assertThat(ex).hasMessageContaining("None of the server's public keys is pinned")
			.hasMessageContaining(ClientTls.pin(localhost.getCertificate()))
			.hasCauseInstanceOf(SSLPeerUnverifiedException.class);
	}

	@Test
	void aPinnedCertificateThatIsOnlySentAlongProvesNothing() throws Exception {
		X509Certificate pinned = ours.server("pinned.example").getCertificate();
		try (EchoServer cheating = EchoServer.startSecure(sendingAlong(pinned))) {
			connect((tls) -> tls.trust(ours.authority()), cheating.uri("/echo"));
			close();
			TransportException ex = refuse((tls) -> tls.trust(ours.authority()).pins(ClientTls.pin(pinned)),
					cheating.uri("/echo"));
			assertThat(ex).hasMessageContaining("is pinned");
		}
	}

	@Test
	void anAuthorityIsKnownByItsSignatureAndNotByItsName() throws Exception {
		X509Certificate sameName = new Certificates("Authority").authority();
		try (EchoServer cheating = EchoServer.startSecure(sendingAlong(sameName))) {
			// The JDK's own check would find out before us.
			TransportException ex = refuse(
					(tls) -> tls.trust(InsecureTrustManagerFactory.INSTANCE).pins(ClientTls.pin(sameName)),
					cheating.uri("/echo"));
			assertThat(ex).hasMessageContaining("is pinned");
		}
	}

	@Test
	void aPinDoesNotReplaceTrust() {
		TransportException ex = refuse((tls) -> tls.pins(ClientTls.pin(localhost.getCertificate())),
				server.uri("/echo"));
		assertThat(ex).hasMessageContaining("PKIX");
	}

	@Test
	void thePinIsTheOneThatOthersCompute() {
		// openssl x509 -pubkey | openssl pkey -pubin -outform der | openssl dgst -sha256
		byte[] key = localhost.getCertificate().getPublicKey().getEncoded();
		assertThat(localhost.getCertificate().getPublicKey().getFormat()).isEqualTo("X.509");
		assertThat(key).isNotEmpty();
		assertThat(ClientTls.pin(localhost.getCertificate())).matches("sha256/[A-Za-z0-9+/]{43}=");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "sha256/", "sha1/2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "sha256/AAAA",
			"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "sha256/not base64 at all!" })
	void aMalformedPinIsRefused(String pin) {
		assertThatIllegalArgumentException().isThrownBy(() -> ClientTls.builder().pins(pin).build())
			.withMessageContaining("pin: ");
	}

	@Test
	void aServersContextIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ClientTls.builder().context(Certificates.context(localhost, "TLSv1.3")).build());
	}

	@Test
	void anUnknownVersionIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ClientTls.builder().protocols("TLSv9").build());
	}

	@Test
	void aServerWithoutTlsIsReported() {
		try (EchoServer plain = EchoServer.start()) {
			TransportException ex = refuse((tls) -> tls.trust(ours.authority()),
					URI.create("wss://localhost:" + plain.port() + "/echo"));
			assertThat(ex).hasMessageStartingWith("No TLS with localhost:" + plain.port());
		}
	}

	private static SslContext sendingAlong(X509Certificate more) throws SSLException {
		return SslContextBuilder.forServer(new SendingMore(more)).build();
	}

	private static URI withHost(String host) {
		return URI.create("wss://" + host + ":" + server.port() + "/echo");
	}

	private Connection connect(Consumer<ClientTls.Builder> tls, URI uri) {
		this.test = TestClient.started((options) -> options.tls(tls));
		return TestClient.await(this.test.client().connect(uri, this.handler));
	}

	private void connectAgain(Consumer<ClientTls.Builder> tls, URI uri) {
		close();
		connect(tls, uri);
	}

	private TransportException refuse(Consumer<ClientTls.Builder> tls, URI uri) {
		this.test = TestClient.started((options) -> options.tls(tls));
		return TestClient.awaitFailure(this.test.client().connect(uri, this.handler), TransportException.class);
	}

	private void refuseAgain(Consumer<ClientTls.Builder> tls, URI uri) {
		close();
		refuse(tls, uri);
	}

	/** Shows a certificate that has nothing to do with its own, behind its own. */
	private static final class SendingMore extends X509ExtendedKeyManager {

		private final X509Certificate more;

		SendingMore(X509Certificate more) {
			this.more = more;
		}

		@Override
		public String[] getClientAliases(String keyType, Principal[] issuers) {
			return null;
		}

		@Override
		public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
			return null;
		}

		@Override
		public String[] getServerAliases(String keyType, Principal[] issuers) {
			return new String[] { "it" };
		}

		@Override
		public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
			return "it";
		}

		@Override
		public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
			return keyType.equals(localhost.getKeyPair().getPrivate().getAlgorithm()) ? "it" : null;
		}

		@Override
		public X509Certificate[] getCertificateChain(String alias) {
			return new X509Certificate[] { localhost.getCertificate(), this.more };
		}

		@Override
		public PrivateKey getPrivateKey(String alias) {
			return localhost.getKeyPair().getPrivate();
		}

	}

}
