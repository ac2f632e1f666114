package io.aerosocket.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that must not become a connection, and the status that says why (RFC 6455
 * sections 4.2.1 and 4.2.2, RFC 9112).
 */
class RefusedHandshakeTests {

	@RegisterExtension
	static final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.options((options) -> options.maxHandshakeSize(4096).handshakeTimeout(Duration.ofSeconds(1))));

	static List<Arguments> missingParts() {
		return List.of(bad("4.1: POST", 405, line("POST /echo HTTP/1.1")),
				bad("4.1: method in lower case", 405, line("get /echo HTTP/1.1")),
				bad("4.1: HTTP/1.0", 400, line("GET /echo HTTP/1.0")),
				bad("4.2.1: no Host", 400, echo().without("Host")),
				bad("4.2.1: two Hosts", 400, echo().with("Host: localhost")),
				bad("RFC 9112 3.2: a user in Host", 400, echo().replace("Host: localhost:@080")),
				bad("4.2.1: no Upgrade", 400, echo().without("Upgrade")),
				bad("4.2.1: another Upgrade", 400, echo().replace("Upgrade: h2c")),
				bad("4.2.1: Upgrade's token inside a longer one", 400, echo().replace("Upgrade: websockets")),
				bad("4.2.1: no Connection", 400, echo().without("Connection")),
				bad("4.2.1: another Connection", 400, echo().replace("Connection: keep-alive")),
				bad("4.2.1: no Key", 400, echo().without("Sec-WebSocket-Key")),
				bad("4.2.1: an empty Key", 400, key("")),
				bad("4.2.1: a Key of 15 bytes", 400, key("AQIDBAUGBwgJCgsMDQ4P")),
				bad("4.2.1: a Key of 17 bytes", 400, key("AQIDBAUGBwgJCgsMDQ4PEBE=")),
				bad("4.2.1: a Key without its padding", 400, key("AQIDBAUGBwgJCgsMDQ4PEA")),
				bad("4.2.1: a Key that is not base64", 400, key("!!!!BAUGBwgJCgsMDQ4PEA==")),
				bad("4.2.1: a Key of base64url", 400, key("__-_BAUGBwgJCgsMDQ4PEA==")),
				bad("11.3.1: two Keys", 400, echo().with("Sec-WebSocket-Key: " + RawRequest.KEY)));
	}

	static List<Arguments> malformedRequests() {
		return List.of(bad("an empty line first", 400, line("\r\nGET /echo HTTP/1.1")),
				bad("a line without a colon", 400, echo().with("nonsense")),
				bad("a name of no letters", 400, echo().with(": value")),
				bad("a blank in a name", 400, echo().with("X Name: value")),
				bad("a blank before the colon", 400, echo().with("X-Name : value")),
				bad("a tab before the colon", 400, echo().replace("Host:\tlocalhost").with("X-Name\t: value")),
				bad("a continued line (obs-fold)", 400, echo().with("X-Name: a", " b")),
				bad("a continued line with a tab", 400, echo().with("X-Name: a", "\tb")),
				bad("a blank before the first name", 400,
						echo().without("Host").requestLine("GET /echo HTTP/1.1\r\n Host: a")),
				bad("NUL in a value", 400, echo().with("X-Name: a\0b")),
				bad("NUL in a name", 400, echo().with("X\0Name: a")),
				bad("a control byte in a value", 400, echo().with("X-Name: a\u0001b")),
				bad("DEL in a value", 400, echo().with("X-Name: a\u007fb")),
				bad("CR in a value", 400, echo().with("X-Name: a\rb")),
				bad("a byte above 127 in a name", 400, echo().with("X-N\u00e4me: a")),
				bad("lines that end in CR alone", 400, echo().lineEnd("\r").with("\r\n\r\n")),
				bad("one line that ends in LF alone", 400, echo().with("X-Name: a\nX-Other: b")),
				bad("NUL in the target", 400, line("GET /ec\0ho HTTP/1.1")),
				bad("two blanks in the request line", 400, line("GET  /echo HTTP/1.1")),
				bad("no version", 400, line("GET /echo")), bad("no target", 400, line("GET HTTP/1.1")),
				bad("a word too many", 400, line("GET /echo HTTP/1.1 now")),
				bad("a version that is none", 400, line("GET /echo HTTQ/1.1")),
				bad("a version of letters", 505, line("GET /echo HTTP/a.b")),
				bad("a fragment in the target", 404, line("GET /echo#here HTTP/1.1")),
				bad("a target without a slash", 400, line("GET echo HTTP/1.1")),
				bad("an asterisk as target", 400, line("GET * HTTP/1.1")),
				bad("a half escape in the path", 400, line("GET /%e HTTP/1.1")),
				bad("no letters of hex in an escape", 400, line("GET /%zz HTTP/1.1")),
				bad("a body", 400, echo().with("Content-Length: 5")),
				bad("a chunked body", 400, echo().with("Transfer-Encoding: chunked")),
				bad("two lengths", 400, echo().with("Content-Length: 0", "Content-Length: 5")),
				bad("a length that is none", 400, echo().with("Content-Length: -1")),
				bad("binary noise", 400, line("\u0016\u0003\u0001\u0002")));
	}

	@ParameterizedTest(name = "{argumentSetName}")
	@MethodSource({ "missingParts", "malformedRequests" })
	void refuses(int status, RawRequest request) {
		try (RawPeer peer = server.connect()) {
			peer.write(request.bytes());
			RawResponse response = peer.readResponse();
			assertThat(response.status()).as(response.body()).isEqualTo(status);
			assertThat(response.body()).hasSizeBetween(5, 300).matches("[ -~]+\n");
			assertThat(response.header("Connection")).isEqualToIgnoringCase("close");
			assertThat(response.header("Sec-WebSocket-Accept")).isNull();
			peer.assertEnds();
		}
	}

	@ParameterizedTest(name = "4.4: version {0}")
	@ValueSource(strings = { "8", "0", "14", "255", "256", "13, 8", "x" })
	void otherVersionsAreToldOurs(String version) {
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to("/echo").replace("Sec-WebSocket-Version: " + version).bytes());
			RawResponse response = peer.readResponse();
			assertThat(response.status()).isEqualTo(426);
			assertThat(response.header("Sec-WebSocket-Version")).isEqualTo("13");
			peer.assertEnds();
		}
	}

	@Test
	void aMissingVersionIsRefused() {
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to("/echo").without("Sec-WebSocket-Version").bytes());
			RawResponse response = peer.readResponse();
			assertThat(response.status()).isIn(400, 426);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/", "/ech", "/echoo", "/echo/", "//echo", "/echo/..", "/./echo", "/Echo", "/unknown?a=/echo" })
	void aPathWithoutARouteIsNotFound(String target) {
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to(target).bytes());
			assertThat(peer.readResponse().status()).isEqualTo(404);
			peer.assertEnds();
		}
	}

	@Test
	void aPlainGetOnARouteIsToldToUpgrade() {
		try (RawPeer peer = server.connect()) {
			peer.write(ClientFrames.ascii("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"));
			RawResponse response = peer.readResponse();
			assertThat(response.status()).isEqualTo(426);
			assertThat(response.header("Upgrade")).isEqualToIgnoringCase("websocket");
			assertThat(response.all("Connection"))
				.anySatisfy((value) -> assertThat(value).containsIgnoringCase("upgrade"));
			assertThat(response.body()).containsIgnoringCase("WebSocket");
		}
	}

	@Test
	void headIsRefusedWithoutABody() {
		try (RawPeer peer = server.connect()) {
			peer.write(line("HEAD /echo HTTP/1.1").bytes());
			assertThat(new String(peer.readUntilEnd(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 405 ")
				.endsWith("\r\n\r\n");
		}
	}

	@Test
	void linesThatEndInLfAloneAreNotARequest() {
		try (RawPeer peer = server.connect()) {
			peer.write(echo().lineEnd("\n").bytes());
			assertThat(peer.readResponse().status()).isIn(400, 408);
			peer.assertEnds();
		}
	}

	@Test
	void aPlainGetElsewhereIsNotFound() {
		try (RawPeer peer = server.connect()) {
			peer.write(ClientFrames.ascii("GET /favicon.ico HTTP/1.1\r\nHost: localhost\r\n\r\n"));
			assertThat(peer.readResponse().status()).isEqualTo(404);
			peer.assertEnds();
		}
	}

	@Test
	void aHeadThatIsTooLargeIsRefusedBeforeItsEnd() {
		try (RawPeer peer = server.connect()) {
			peer.write(ClientFrames.ascii("GET /echo HTTP/1.1\r\nX-Large: " + "x".repeat(5000)));
			assertThat(peer.readResponse().status()).isEqualTo(431);
			peer.assertEnds();
		}
	}

	@Test
	void manySmallFieldsAreTooLargeTogether() {
		try (RawPeer peer = server.connect()) {
			peer.write(ClientFrames.ascii("GET /echo HTTP/1.1\r\n" + "X: y\r\n".repeat(800)));
			assertThat(peer.readResponse().status()).isEqualTo(431);
			peer.assertEnds();
		}
	}

	@Test
	void aTargetThatIsTooLargeIsRefusedBeforeItsEnd() {
		try (RawPeer peer = server.connect()) {
			peer.write(ClientFrames.ascii("GET /" + "x".repeat(5000)));
			assertThat(peer.readResponse().status()).isEqualTo(414);
			peer.assertEnds();
		}
	}

	@Test
	void aHeadAsLargeAsAllowedIsAccepted() {
		RawRequest request = echo();
		int room = 4096 - request.bytes().length - "X: \r\n".length();
		try (RawPeer peer = server.connect()) {
			peer.write(request.with("X: " + "x".repeat(room)).bytes());
			assertThat(peer.readResponse().status()).isEqualTo(101);
		}
	}

	@Test
	void refusalsAreCountedByReason() {
		long before = refusals(RefusalReason.BAD_REQUEST);
		try (RawPeer peer = server.connect()) {
			peer.write(echo().without("Sec-WebSocket-Key").bytes());
			assertThat(peer.readResponse().status()).isEqualTo(400);
			peer.assertEnds();
		}
		assertThat(refusals(RefusalReason.BAD_REQUEST)).isEqualTo(before + 1);
	}

	private static long refusals(RefusalReason reason) {
		return server.snapshot().refusals().getOrDefault(reason, 0L);
	}

	private static Arguments bad(String name, int status, RawRequest request) {
		return Arguments.argumentSet(name, status, request);
	}

	private static RawRequest echo() {
		return RawRequest.to("/echo");
	}

	private static RawRequest line(String requestLine) {
		return echo().requestLine(requestLine);
	}

	private static RawRequest key(String key) {
		return echo().replace("Sec-WebSocket-Key: " + key);
	}

}
