package io.aerosocket.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.HandshakeException;
import io.aerosocket.TransportException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What RFC 6455 section 4.1 asks of a client's request, and what it has to find in the
 * server's answer.
 */
class AnswerRulesTests {

	private static final String OK = "HTTP/1.1 101 Switching Protocols~Upgrade: websocket~Connection: Upgrade~"
			+ "Sec-WebSocket-Accept: %~~";

	@RegisterExtension
	final TestClient test = TestClient.withOptions((options) -> options.subprotocols(java.util.List.of("v1.test"))
		.maxHandshakeSize(1024)
		.handshakeTimeout(Duration.ofSeconds(5)));

	private final Recorder handler = new Recorder();

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					4.1: as the RFC shows it | HTTP/1.1 101 Switching Protocols~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: %~~
					4.1: tokens in any case | HTTP/1.1 101 x~UPGRADE: WebSocket~connection: uPGRADE~sec-websocket-accept:%~~
					4.1: Connection in a list | HTTP/1.1 101 x~Upgrade: websocket~Connection: keep-alive, Upgrade~Sec-WebSocket-Accept: %~~
					4.1: Connection on two lines | HTTP/1.1 101 x~Upgrade: websocket~Connection: keep-alive~Connection: Upgrade~Sec-WebSocket-Accept: %~~
					no reason | HTTP/1.1 101~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: %~~
					fields that we do not know | HTTP/1.1 101 x~Server: x~Date: y~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: %~~
					interim answers before it | HTTP/1.1 100 Continue~~HTTP/1.1 103 Early Hints~Link: x~~HTTP/1.1 101 x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: %~~
					an empty list of extensions | HTTP/1.1 101 x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Extensions: ~Sec-WebSocket-Accept: %~~
					""")
	void accepts(String rule, String answer) {
		try (RawServer server = RawServer.start((peer) -> {
			peer.write(answer.replace("~", "\r\n").replace("%", peer.readRequest().acceptKey()));
			peer.closeRegularly(1000);
		})) {
			Connection connection = TestClient.await(this.test.client().connect(server.uri("/"), this.handler));
			connection.close();
			this.handler.assertOpen();
			assertThat(this.handler.nextClose().code()).isEqualTo(CloseCode.NORMAL);
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					4.1 (2): no Upgrade | 101 | HTTP/1.1 101 x~Connection: Upgrade~Sec-WebSocket-Accept: %~~
					4.1 (2): another Upgrade | 101 | HTTP/1.1 101 x~Upgrade: h2c~Connection: Upgrade~Sec-WebSocket-Accept: %~~
					4.1 (2): one Upgrade too many | 101 | HTTP/1.1 101 x~Upgrade: websocket, h2c~Connection: Upgrade~Sec-WebSocket-Accept: %~~
					4.1 (2): one line of Upgrade too many | 101 | HTTP/1.1 101 x~Upgrade: websocket~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: %~~
					4.1 (3): no Connection | 101 | HTTP/1.1 101 x~Upgrade: websocket~Sec-WebSocket-Accept: %~~
					4.1 (3): another Connection | 101 | HTTP/1.1 101 x~Upgrade: websocket~Connection: close~Sec-WebSocket-Accept: %~~
					4.1 (4): no Accept | 101 | HTTP/1.1 101 x~Upgrade: websocket~Connection: Upgrade~~
					4.1 (4): the Accept of another key | 101 | HTTP/1.1 101 x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=~~
					11.3.3: two Accepts | 101 | HTTP/1.1 101 x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: %~Sec-WebSocket-Accept: %~~
					4.1 (5): an extension that was not offered | 101 | HTTP/1.1 101 x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: %~Sec-WebSocket-Extensions: x-unknown~~
					4.1 (6): a subprotocol that was not offered | 101 | HTTP/1.1 101 x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: %~Sec-WebSocket-Protocol: v9.test~~
					4.1 (6): a subprotocol in another case | 101 | HTTP/1.1 101 x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: %~Sec-WebSocket-Protocol: V1.test~~
					11.3.4: two subprotocols | 101 | HTTP/1.1 101 x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: %~Sec-WebSocket-Protocol: v1.test~Sec-WebSocket-Protocol: v1.test~~
					4.1 (1): 101 with HTTP/1.0 | 101 | HTTP/1.0 101 x~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: %~~
					4.1 (1): 200 | 200 | HTTP/1.1 200 OK~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: %~Content-Length: 0~~
					RFC 9112: HTTP/2 | 0 | HTTP/2 101 x~~
					RFC 9112: a status of 2 digits | 0 | HTTP/1.1 10 x~~
					RFC 9112: a status of 4 digits | 0 | HTTP/1.1 1010 x~~
					RFC 9112: a status below 100 | 0 | HTTP/1.1 099 x~~
					RFC 9112: no status | 0 | HTTP/1.1~~
					RFC 9112: a blank before the colon | 0 | HTTP/1.1 101 x~Upgrade : websocket~~
					RFC 9112: a continued line | 0 | HTTP/1.1 101 x~Upgrade: websocket~ more: x~~
					no HTTP at all | 0 | SSH-2.0-OpenSSH_9.6
					""")
	void refuses(String rule, int status, String answer) {
		try (RawServer server = RawServer.answering(answer)) {
			HandshakeException ex = TestClient.awaitFailure(this.test.client().connect(server.uri("/"), this.handler),
					HandshakeException.class);
			assertThat(ex.httpStatus()).isEqualTo(status);
		}
		assertThat(this.handler.isEmpty()).as("the handler was called").isTrue();
	}

	@Test
	void theRequestHasWhatTheRfcAsksFor() {
		Set<String> keys = new HashSet<>();
		RawServer.Script script = (peer) -> {
			RawServer.Request request = peer.upgrade();
			assertThat(request.line()).isEqualTo("GET /chat?room=1 HTTP/1.1");
			assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + peer.socket().getLocalPort());
			assertThat(request.header("Upgrade")).isEqualTo("websocket");
			assertThat(request.header("Connection")).isEqualTo("Upgrade");
			assertThat(request.header("Sec-WebSocket-Version")).isEqualTo("13");
			assertThat(request.header("Sec-WebSocket-Protocol")).isEqualTo("v1.test");
			assertThat(request.headers()).doesNotContainKeys("Sec-WebSocket-Extensions", "Origin");
			assertThat(java.util.Base64.getDecoder().decode(request.header("Sec-WebSocket-Key"))).hasSize(16);
			keys.add(request.header("Sec-WebSocket-Key"));
			peer.closeRegularly(1000);
		};
		try (RawServer server = RawServer.start(script, script)) {
			for (int i = 0; i < 2; i++) {
				TestClient.await(this.test.client().connect(server.uri("/chat?room=1"), this.handler)).close();
				this.handler.assertOpen();
				this.handler.nextClose();
			}
		}
		assertThat(keys).as("a new key for each handshake").hasSize(2);
	}

	@Test
	void theAnswerMayComeByteByByte() {
		try (RawServer server = RawServer.start((peer) -> {
			byte[] answer = OK.replace("~", "\r\n")
				.replace("%", peer.readRequest().acceptKey())
				.getBytes(StandardCharsets.ISO_8859_1);
			for (byte next : answer) {
				peer.write(new byte[] { next });
			}
			for (byte next : RawServer.Peer.bytes("81 02 6869")) {
				peer.write(new byte[] { next });
			}
			peer.closeRegularly(1000);
		})) {
			Connection connection = TestClient.await(this.test.client().connect(server.uri("/"), this.handler));
			this.handler.assertOpen();
			assertThat(this.handler.nextText()).isEqualTo("hi");
			connection.close();
		}
	}

	@Test
	void framesInTheSamePacketAsTheAnswerAreReceived() {
		try (RawServer server = RawServer.start((peer) -> {
			peer.upgrade("81 02 6869", "82 03 01");
			peer.writeHex("02 03");
			peer.closeRegularly(1000);
		})) {
			Connection connection = TestClient.await(this.test.client().connect(server.uri("/"), this.handler));
			this.handler.assertOpen();
			assertThat(this.handler.nextText()).isEqualTo("hi");
			assertThat(this.handler.nextBinary()).containsExactly(1, 2, 3);
			connection.close();
		}
	}

	@Test
	void aCloseInTheSamePacketAsTheAnswerIsAnswered() {
		try (RawServer server = RawServer.start((peer) -> {
			peer.upgrade("88 02 0fa1");
			assertThat(peer.readFrame().closeCode()).isEqualTo(4001);
		})) {
			TestClient.await(this.test.client().connect(server.uri("/"), this.handler));
			this.handler.assertOpen();
			assertThat(this.handler.nextClose().code().value()).isEqualTo(4001);
		}
	}

	@Test
	void aHeadThatIsTooLargeIsRefused() {
		String answer = OK.replace("~~", "~X-Padding: " + "x".repeat(1024) + "~~");
		try (RawServer server = RawServer.answering(answer)) {
			HandshakeException ex = TestClient.awaitFailure(this.test.client().connect(server.uri("/"), this.handler),
					HandshakeException.class);
			assertThat(ex).hasMessageContaining("larger than 1024 bytes");
		}
	}

	@Test
	void interimAnswersCountForTheSizeOfTheHead() {
		try (RawServer server = RawServer.answering("HTTP/1.1 103 x~~".repeat(100))) {
			HandshakeException ex = TestClient.awaitFailure(this.test.client().connect(server.uri("/"), this.handler),
					HandshakeException.class);
			assertThat(ex).hasMessageContaining("larger than 1024 bytes");
		}
	}

	@Test
	void aServerThatHangsUpInsideItsAnswerIsReported() {
		try (RawServer server = RawServer.start((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 101 Switching Proto");
		})) {
			TransportException ex = TestClient.awaitFailure(this.test.client().connect(server.uri("/"), this.handler),
					TransportException.class);
			assertThat(ex).hasMessageContaining("closed the connection before it answered");
		}
	}

	@ParameterizedTest(name = "{0}: {2}")
	@CsvSource(delimiter = '|', textBlock = """
			401 | HTTP/1.1 401 Unauthorized~WWW-Authenticate: Bearer~Content-Length: 14~~A token please | A token please
			403 | HTTP/1.1 403 Forbidden~Transfer-Encoding: chunked~~4~Not ~6;x=y~for yo~1~u~0~~ | Not for you
			404 | HTTP/1.0 404 Not Found~~until the end | until the end
			426 | HTTP/1.1 426 Upgrade Required~Sec-WebSocket-Version: 25~Content-Length: 0~~ | ''
			503 | HTTP/1.1 503 Service Unavailable~Retry-After: 5~Content-Length: 100~~cut short | cut short
			204 | HTTP/1.1 204 No Content~~ | ''
			301 | HTTP/1.1 301 Moved Permanently~Location: ws://other.example/?secret=1~Content-Length: 0~~ | ''
			""")
	void aRefusalSaysWhatTheServerAnswered(int status, String answer, String body) {
		try (RawServer server = RawServer.start((peer) -> {
			peer.readRequest();
			peer.write(answer.replace("~", "\r\n"));
		})) {
			HandshakeException ex = TestClient.awaitFailure(this.test.client().connect(server.uri("/"), this.handler),
					HandshakeException.class);
			assertThat(ex.httpStatus()).isEqualTo(status);
			assertThat(ex.body()).isEqualTo(body);
			assertThat(ex).hasMessageContaining(String.valueOf(status))
				.hasMessageContaining("127.0.0.1:" + server.port())
				.hasMessageNotContaining("secret");
			String field = answer.substring(answer.indexOf('~') + 1).split(": ", 2)[0];
			if (!field.contains("~")) {
				assertThat(ex.headers().first(field)).isNotNull();
				assertThat(ex.headers().names()).contains(field.toLowerCase(java.util.Locale.ROOT));
			}
		}
	}

	@Test
	void ofABodyOnlyTheBeginningIsKept() {
		try (RawServer server = RawServer.start((peer) -> {
			peer.readRequest();
			peer.write("HTTP/1.1 500 x\r\n\r\n" + "x".repeat(100_000));
			peer.awaitEnd();
		})) {
			HandshakeException ex = TestClient.awaitFailure(this.test.client().connect(server.uri("/"), this.handler),
					HandshakeException.class);
			assertThat(ex.body()).isEqualTo("x".repeat(8192));
		}
	}

}
