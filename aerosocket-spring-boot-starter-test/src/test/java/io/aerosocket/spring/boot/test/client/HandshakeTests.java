package io.aerosocket.spring.boot.test.client;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link AeroSocketTestHandshake}: what is asked, what is taken for an answer,
 * and what is said when it is another one.
 */
class HandshakeTests {

	private static final String REFUSAL = "HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\nX-Why: origin\r\n\r\nnot yours";

	@Test
	void theRequestIsTheOneDescribed() {
		ScriptedServer server = ScriptedServer.accepting();
		server.client()
			.withUsers((name) -> "Authorization: " + name)
			.handshake("/chat?name=Ada")
			.header("X-Client", "test")
			.subprotocols("v2", "v1")
			.origin("https://example.org")
			.user("ada")
			.connect();
		assertThat(server.head()).startsWith("GET /chat?name=Ada HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\n")
			.contains("Authorization: ada\r\n", "X-Client: test\r\n", "Sec-WebSocket-Protocol: v2, v1\r\n",
					"Origin: https://example.org\r\n", "Sec-WebSocket-Version: 13\r\n");
	}

	@Test
	void anExpectedRefusalCanBeLookedAt() {
		HandshakeResponse response = ScriptedServer.answering(REFUSAL).client().handshake("/").expectRefused(403);
		assertThat(response.body()).isEqualTo("not yours");
		assertThat(response.header("x-why")).isEqualTo("origin");
		assertThat(response.header("x-other")).isNull();
	}

	@Test
	void anotherRefusalFails() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> ScriptedServer.answering(REFUSAL).client().handshake("/").expectRefused(404))
			.withMessageStartingWith("Expected the handshake to be refused with 404, but the server refused it with "
					+ "403 \"not yours\"");
	}

	@Test
	void anAcceptedHandshakeIsNoRefusal() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> ScriptedServer.accepting().client().handshake("/").expectRefused(404))
			.withMessageStartingWith("Expected the handshake to be refused with 404, but the server accepted it");
	}

	@Test
	void anUnexpectedRefusalFails() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> ScriptedServer.answering(REFUSAL).client().connect("/"))
			.withMessageStartingWith(
					"Expected the handshake to be accepted, but the server refused it: 403 \"not yours\"");
	}

	@Test
	void aWrongKeyFails() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> ScriptedServer.answering("HTTP/1.1 101 OK\r\nSec-WebSocket-Accept: x\r\n\r\n")
				.client()
				.connect("/"))
			.withMessageStartingWith("Expected Sec-WebSocket-Accept: ")
			.withMessageContaining(", but received x");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			x-other                                         | not offered: x-other
			permessage-deflate; client_max_window_bits=10   | client_max_window_bits is answered and was not offered
			permessage-deflate; server_max_window_bits=7    | 8 to 15 bits: 7
			permessage-deflate; server_max_window_bits=ten  | 8 to 15 bits: ten
			permessage-deflate; level=9                     | does not exist: level
			""")
	void anAnswerAboutExtensionsThatBreaksTheRulesFails(String answer, String rule) {
		AeroSocketTestConnection connection = answeringExtensions(answer).client()
			.handshake("/")
			.compression()
			.connect();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> connection.expectText("a"))
			.withMessageContaining(rule);
	}

	@Test
	void compressionThatWasNotOfferedIsNotAnswered() {
		AeroSocketTestConnection connection = answeringExtensions("permessage-deflate").connect();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(connection::expectEnd)
			.withMessageContaining("not offered: permessage-deflate (RFC 6455 9.1)");
	}

	@Test
	void compressionIsOfferedAsItIsDescribed() {
		ScriptedServer server = ScriptedServer.accepting();
		AeroSocketTestConnection connection = server.client()
			.handshake("/")
			.compression("client_no_context_takeover", "server_max_window_bits=10")
			.connect();
		assertThat(server.head()).contains("\r\nSec-WebSocket-Extensions: permessage-deflate; "
				+ "client_no_context_takeover; server_max_window_bits=10\r\n");
		assertThatIllegalStateException().isThrownBy(() -> connection.faults().sendBomb(1))
			.withMessageStartingWith("No compression was agreed on: ");
	}

	private static ScriptedServer answeringExtensions(String answer) {
		return ScriptedServer.answering(
				"HTTP/1.1 101 OK\r\nSec-WebSocket-Accept: %s\r\nSec-WebSocket-Extensions: " + answer + "\r\n\r\n");
	}

	@Test
	void noAnswerFails() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> ScriptedServer.answering("HTTP/1.1 101 OK\r\n").client().connect("/"))
			.withMessageStartingWith("Expected an answer to the handshake, but received nothing within 50 ms");
	}

	@Test
	void aUserNeedsTheMeansToSaySo() {
		assertThatIllegalStateException()
			.isThrownBy(() -> ScriptedServer.accepting().client().handshake("/").user("ada").connect())
			.withMessageContaining("'ada'")
			.withMessageContaining("withUsers()");
	}

	@Test
	void nobodyThereFails() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> AeroSocketTestClient.forPort(port).connect("/echo"))
			.withMessageStartingWith("Could not connect to ws://localhost:" + port + "/echo: ");
	}

	@Test
	void aClientNeedsAUriOfAWebSocket() {
		assertThatIllegalArgumentException().isThrownBy(() -> AeroSocketTestClient.forUri("http://localhost"))
			.withMessage("uri: http://localhost (expected: such as wss://localhost:8443)");
		assertThat(AeroSocketTestClient.forUri("ws://localhost/x")).hasToString("AeroSocketTestClient[localhost:80]");
		assertThat(AeroSocketTestClient.forUri("wss://localhost")).hasToString("AeroSocketTestClient[localhost:443]");
	}

	@Test
	void aClientNeedsSomeTime() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AeroSocketTestClient.forPort(1).withTimeout(Duration.ZERO))
			.withMessage("timeout: PT0S (expected: more than zero)");
	}

}
