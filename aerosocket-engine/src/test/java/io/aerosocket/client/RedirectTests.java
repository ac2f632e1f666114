package io.aerosocket.client;

import java.net.URI;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.Connection;
import io.aerosocket.HandshakeException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redirects, where they are allowed, and what must not travel along.
 */
class RedirectTests {

	private static final Certificates ours = new Certificates("Authority");

	private static final EchoServer secure = EchoServer.startSecure(
			Certificates.context(ours.server("localhost"), "TLSv1.3"),
			(options) -> options.allowedOrigins(java.util.Set.of("*")));

	@RegisterExtension
	final TestClient test = TestClient.withOptions((options) -> options.maxRedirects(2)
		.header("X-Of-The-Client", "secret")
		.origin("https://app.example")
		.tls((tls) -> tls.trust(ours.authority())));

	private final Recorder handler = new Recorder();

	@AfterAll
	static void stop() {
		secure.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void isFollowed(int status) {
		try (RawServer server = RawServer.start(redirecting(status, "/second"), (peer) -> {
			RawServer.Request request = peer.upgrade();
			assertThat(request.line()).isEqualTo("GET /second HTTP/1.1");
			assertThat(request.header("Authorization")).as("the same server may know").isEqualTo("Bearer t");
			assertThat(request.header("X-Of-The-Client")).isEqualTo("secret");
			peer.closeRegularly(1000);
		})) {
			Connection connection = TestClient.await(connect(server.uri("/first")));
			assertThat(connection.handshake().path()).isEqualTo("/second");
			connection.close();
		}
	}

	@Test
	void secretsAreNotToldToAnotherServer() {
		try (RawServer second = RawServer.start((peer) -> {
			RawServer.Request request = peer.upgrade();
			assertThat(request.headers()).doesNotContainKeys("Authorization", "Cookie", "X-Of-The-Client");
			assertThat(request.header("Origin")).isEqualTo("https://app.example");
			assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + peer.socket().getLocalPort());
			peer.closeRegularly(1000);
		}); RawServer first = RawServer.start(redirecting(307, "http://127.0.0.1:" + second.port() + "/second"))) {
			TestClient.await(connect(first.uri("/first"))).close();
		}
	}

	@Test
	void fromPlaintextToTlsIsFollowed() {
		try (RawServer first = RawServer.start(redirecting(301, secure.uri("/echo").toString()))) {
			Connection connection = TestClient.await(connect(first.uri("/")));
			assertThat(connection.handshake().isSecure()).isTrue();
			connection.close();
		}
	}

	@Test
	void fromTlsToPlaintextIsNeverFollowed() {
		try (EchoServer plain = EchoServer.start(); TlsRedirect first = TlsRedirect.to(ours, plain.uri("/echo"))) {
			HandshakeException ex = TestClient.awaitFailure(connect(first.uri()), HandshakeException.class);
			assertThat(ex).hasMessageContaining("after wss (expected: wss again)");
			assertThat(ex.httpStatus()).isEqualTo(301);
			assertThat(plain.server().snapshot().totalConnections()).isZero();
		}
	}

	@Test
	void thereIsAnEndToIt() {
		RawServer.Script around = redirecting(302, "/around");
		try (RawServer server = RawServer.start(around, around, around)) {
			HandshakeException ex = TestClient.awaitFailure(connect(server.uri("/")), HandshakeException.class);
			assertThat(ex).hasMessageContaining("3 redirects (expected: at most maxRedirects)");
			assertThat(ex.headers().first("location")).isEqualTo("/around");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp://127.0.0.1/", "ws://user:secret@127.0.0.1/", "ws://" })
	void toNowhereIsNotFollowed(String location) {
		try (RawServer server = RawServer.start(redirecting(302, location))) {
			HandshakeException ex = TestClient.awaitFailure(connect(server.uri("/")), HandshakeException.class);
			assertThat(ex).hasMessageStartingWith("A redirect was not followed").hasMessageNotContaining("secret");
		}
	}

	@Test
	void withoutALocationItIsARefusal() {
		try (RawServer server = RawServer.answering("HTTP/1.1 302 Found~Content-Length: 0~~")) {
			assertThat(TestClient.awaitFailure(connect(server.uri("/")), HandshakeException.class).httpStatus())
				.isEqualTo(302);
		}
	}

	@Test
	void isRefusedUnlessAllowed() {
		try (TestClient strict = TestClient.started((options) -> {
		}); RawServer server = RawServer.start(redirecting(301, "/second"))) {
			HandshakeException ex = TestClient.awaitFailure(strict.client().connect(server.uri("/first"), this.handler),
					HandshakeException.class);
			assertThat(ex).hasMessageContaining("a redirect to /second (see maxRedirects)");
		}
	}

	private java.util.concurrent.CompletableFuture<Connection> connect(URI uri) {
		return this.test.client()
			.connect(ConnectRequest.to(uri).bearerToken("t").header("Cookie", "session=1").build(), this.handler);
	}

	private static RawServer.Script redirecting(int status, String location) {
		return (peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 " + status + " x\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
		};
	}

	/**
	 * Redirects from behind TLS.
	 *
	 * @param listener its socket
	 * @param thread its thread
	 */
	private record TlsRedirect(javax.net.ssl.SSLServerSocket listener, Thread thread) implements AutoCloseable {

		static TlsRedirect to(Certificates authority, URI location) {
			try {
				var bundle = authority.server("localhost");
				javax.net.ssl.SSLContext context = javax.net.ssl.SSLContext.getInstance("TLSv1.3");
				context.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
				var listener = (javax.net.ssl.SSLServerSocket) context.getServerSocketFactory()
					.createServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"));
				Thread thread = new Thread(() -> {
					try (var socket = listener.accept()) {
						redirecting(301, location.toString()).run(new RawServer.Peer(socket));
						socket.getInputStream().read();
					}
					catch (Exception ex) {
						// The client's end, or the test's.
					}
				});
				thread.start();
				return new TlsRedirect(listener, thread);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		URI uri() {
			return URI.create("wss://localhost:" + this.listener.getLocalPort() + "/");
		}

		@Override
		public void close() {
			try {
				this.listener.close();
				this.thread.join();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
