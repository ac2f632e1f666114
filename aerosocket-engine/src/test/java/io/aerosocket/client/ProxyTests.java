package io.aerosocket.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.aerosocket.Connection;
import io.aerosocket.TransportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Connections through proxies, which the tests are themselves.
 */
class ProxyTests {

	private static final Certificates ours = new Certificates("Authority");

	private static final EchoServer server = EchoServer.start();

	private static final EchoServer secureServer = EchoServer
		.startSecure(Certificates.context(ours.server("localhost"), "TLSv1.3"));

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
		secureServer.close();
	}

	@Test
	void connectLeadsThroughAnHttpProxy() {
		try (TunnelProxy proxy = TunnelProxy.http(null)) {
			echoThrough(ProxySettings.http("127.0.0.1", proxy.port()), server.uri("/echo"));
			assertThat(proxy.targets()).containsExactly("127.0.0.1:" + server.port());
		}
	}

	@Test
	void anHttpProxyMayWantCredentials() {
		try (TunnelProxy proxy = TunnelProxy.http("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")) {
			echoThrough(ProxySettings.http("localhost", proxy.port()).withCredentials("Aladdin", "open sesame"),
					server.uri("/echo"));
		}
	}

	@Test
	void anHttpProxyThatRefusesIsReportedWithItsStatus() {
		try (TunnelProxy proxy = TunnelProxy.http("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")) {
			TransportException ex = refusedThrough(
					ProxySettings.http("127.0.0.1", proxy.port()).withCredentials("Aladdin", "wrong"));
			assertThat(ex).hasMessageContaining("407")
				.hasMessageContaining("Aladdin@127.0.0.1:" + proxy.port())
				.hasMessageNotContaining("wrong")
				.hasCauseInstanceOf(IOException.class);
			assertThat(proxy.targets()).isEmpty();
		}
	}

	@Test
	void aSocks5ProxyIsAsked() {
		try (TunnelProxy proxy = TunnelProxy.socks5(null, null)) {
			echoThrough(ProxySettings.socks5("127.0.0.1", proxy.port()), server.uri("/echo"));
		}
	}

	@Test
	void aSocks5ProxyMayWantCredentials() {
		try (TunnelProxy proxy = TunnelProxy.socks5("user", "pass:word")) {
			echoThrough(ProxySettings.socks5("127.0.0.1", proxy.port()).withCredentials("user", "pass:word"),
					server.uri("/echo"));
		}
	}

	@Test
	void aSocks5ProxyThatRefusesIsReported() {
		try (TunnelProxy proxy = TunnelProxy.socks5("user", "password")) {
			TransportException ex = refusedThrough(
					ProxySettings.socks5("127.0.0.1", proxy.port()).withCredentials("user", "wrong"));
			assertThat(ex).hasMessageContaining("through SOCKS5 user@127.0.0.1:" + proxy.port())
				.hasMessageNotContaining("wrong");
			refusedThrough(ProxySettings.socks5("127.0.0.1", proxy.port()));
		}
	}

	@Test
	void namesAreLeftToTheProxy() {
		try (TunnelProxy proxy = TunnelProxy.http(null)) {
			proxy.redirectTo(server.port());
			echoThrough(ProxySettings.http("127.0.0.1", proxy.port()),
					URI.create("ws://known-to-the-proxy-only.invalid/echo"));
			assertThat(proxy.targets()).containsExactly("known-to-the-proxy-only.invalid:80");
		}
		try (TunnelProxy proxy = TunnelProxy.socks5(null, null)) {
			proxy.redirectTo(server.port());
			echoThrough(ProxySettings.socks5("127.0.0.1", proxy.port()),
					URI.create("ws://known-to-the-proxy-only.invalid/echo"));
			assertThat(proxy.targets()).containsExactly("known-to-the-proxy-only.invalid:80");
		}
	}

	@Test
	void tlsGoesThroughUntouched() {
		for (int i = 0; i < 2; i++) {
			try (TunnelProxy proxy = (i == 0) ? TunnelProxy.http(null) : TunnelProxy.socks5(null, null)) {
				ProxySettings settings = (i == 0) ? ProxySettings.http("127.0.0.1", proxy.port())
						: ProxySettings.socks5("127.0.0.1", proxy.port());
				Connection connection = connectThrough(settings, secureServer.uri("/echo"));
				assertThat(connection.handshake().isSecure()).isTrue();
				this.handler.assertOpen();
				connection.sendText("secret");
				assertThat(this.handler.nextText()).isEqualTo("secret");
				this.test.client().close();
				this.handler.nextClose();
			}
		}
	}

	@Test
	void aPeerIsKnownByTheProxysAddress() {
		try (TunnelProxy proxy = TunnelProxy.http(null)) {
			Connection connection = connectThrough(ProxySettings.http("127.0.0.1", proxy.port()), server.uri("/echo"));
			assertThat(((InetSocketAddress) connection.remoteAddress()).getPort()).isEqualTo(proxy.port());
			this.test.client().close();
		}
	}

	@Test
	void aProxyThatSaysNothingIsGivenUp() {
		try (RawServer silent = RawServer.start(RawServer.Peer::awaitEnd)) {
			start((options) -> options.proxy(ProxySettings.http("127.0.0.1", silent.port()))
				.handshakeTimeout(Duration.ofMillis(300)));
			TransportException ex = TestClient
				.awaitFailure(this.test.client().connect(server.uri("/echo"), this.handler), TransportException.class);
			assertThat(ex).hasCauseInstanceOf(SocketTimeoutException.class);
		}
	}

	@Test
	void aProxyThatHangsUpIsReported() {
		try (RawServer rude = RawServer.start(RawServer.Peer::readRequest)) {
			refusedThrough(ProxySettings.http("127.0.0.1", rude.port()));
		}
	}

	@Test
	void aProxyThatIsNotThereIsReported() {
		int port;
		try (TunnelProxy gone = TunnelProxy.http(null)) {
			port = gone.port();
		}
		assertThat(refusedThrough(ProxySettings.http("127.0.0.1", port)))
			.hasMessageContaining("through HTTP 127.0.0.1:" + port);
	}

	@Test
	void settingsAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> ProxySettings.http("", 1));
		assertThatIllegalArgumentException().isThrownBy(() -> ProxySettings.http("x", 0));
		assertThatIllegalArgumentException().isThrownBy(() -> ProxySettings.socks5("x", 65_536));
		assertThatIllegalArgumentException().isThrownBy(() -> ProxySettings.http("x", 1).withCredentials("a:b", "c"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ProxySettings(ProxySettings.Type.HTTP, "x", 1, "user", null));
	}

	private void echoThrough(ProxySettings proxy, URI uri) {
		Connection connection = connectThrough(proxy, uri);
		this.handler.assertOpen();
		connection.sendText("through");
		assertThat(this.handler.nextText()).isEqualTo("through");
		this.test.client().close();
		this.handler.nextClose();
	}

	private Connection connectThrough(ProxySettings proxy, URI uri) {
		start((options) -> options.proxy(proxy).tls((tls) -> tls.trust(ours.authority())));
		return TestClient.await(this.test.client().connect(uri, this.handler));
	}

	private TransportException refusedThrough(ProxySettings proxy) {
		start((options) -> options.proxy(proxy));
		return TestClient.awaitFailure(this.test.client().connect(server.uri("/echo"), this.handler),
				TransportException.class);
	}

	private void start(Consumer<ClientOptions.Builder> options) {
		close();
		this.test = TestClient.started(options);
	}

}
