package io.aerosocket.internal.handshake;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.HandshakeDecision;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerHandshake}: a good request, and what one change makes of it.
 */
class ServerHandshakeTests {

	private static final OriginPolicy SAME_HOST = new OriginPolicy(Set.of());

	@ParameterizedTest(name = "RFC 6455 4.2.1: {0}")
	@CsvSource(delimiter = '|', textBlock = """
			as it should be                   |                                        |
			tokens have no case               | Upgrade: WebSocket                     | Connection: keep-alive, upgrade
			an upgrade among others           | Upgrade: h2c, websocket                |
			subprotocols                      | Sec-WebSocket-Protocol: a, b           |
			the origin of the same host       | Origin: http://example.org             |
			extensions are ignored            | Sec-WebSocket-Extensions: x; y=1       |
			a body of no bytes                | Content-Length: 0                      |
			""")
	void accepts(String rule, String change, String another) {
		assertThat(check(change, another)).isNull();
	}

	@ParameterizedTest(name = "RFC 6455 4.2.1: {0}")
	@CsvSource(delimiter = '|', textBlock = """
			Host is missing                  | -Host                                  | 400 | exactly one Host
			two Hosts                        | +Host: other                           | 400 | exactly one Host
			a Host with a user               | Host: a:@080                           | 400 | exactly one Host
			a Host with a path               | Host: a/b                              | 400 | exactly one Host
			Upgrade is missing               | -Upgrade                               | 400 | Upgrade: websocket
			Upgrade to something else        | Upgrade: h2c                           | 400 | Upgrade: websocket
			Connection is missing            | -Connection                            | 400 | Connection: Upgrade
			Connection without the token     | Connection: keep-alive                 | 400 | Connection: Upgrade
			version is missing               | -Sec-WebSocket-Version                 | 400 | Sec-WebSocket-Version
			version 8                        | Sec-WebSocket-Version: 8               | 426 | Version 13
			version 13.0                     | Sec-WebSocket-Version: 13.0            | 426 | Version 13
			several versions                 | Sec-WebSocket-Version: 13, 8           | 426 | Version 13
			two version fields               | +Sec-WebSocket-Version: 13             | 426 | Version 13
			key is missing                   | -Sec-WebSocket-Key                     | 400 | Sec-WebSocket-Key
			key is too short                 | Sec-WebSocket-Key: c2hvcnQ=            | 400 | Sec-WebSocket-Key
			two keys                         | +Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | 400 | Sec-WebSocket-Key
			a subprotocol is no token        | Sec-WebSocket-Protocol: a b            | 400 | list of tokens
			a body                           | Content-Length: 5                      | 400 | no body
			a negative body                  | Content-Length: -0                     | 400 | no body
			a list of lengths                | Content-Length: 0, 0                   | 400 | no body
			a chunked body                   | Transfer-Encoding: chunked             | 400 | no body
			an origin elsewhere              | Origin: https://evil.example           | 403 | origin
			""")
	void refuses(String rule, String change, int status, String message) {
		HandshakeDecision.Refuse refusal = check(change);
		assertThat(refusal).isNotNull();
		assertThat(refusal.status()).isEqualTo(status);
		assertThat(refusal.message()).contains(message);
	}

	@Test
	void aSecondLengthIsABody() {
		assertThat(check("Content-Length: 0", "+Content-Length: 5")).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "POST", "HEAD", "get", "OPTIONS" })
	void onlyGetOpensAWebSocket(String method) {
		HandshakeDecision.Refuse refusal = ServerHandshake
			.check(RequestHeadTests.parse(method + " / HTTP/1.1~Host: a~~"), SAME_HOST);
		assertThat(refusal.status()).isEqualTo(405);
		assertThat(refusal.headers()).containsExactly(Map.entry("Allow", "GET"));
	}

	@ParameterizedTest
	@CsvSource({ "http://example.org/, true", "ws://EXAMPLE.org?a=/b, true", "http://example.org:80/, false",
			"http://other/, false", "https://example.org.other, false" })
	void hostAndTargetNameTheSameHost(String target, boolean accepted) {
		HandshakeDecision.Refuse refusal = ServerHandshake.check(RequestHeadTests
			.parse("GET " + target + " HTTP/1.1~Host: example.org~Upgrade: websocket~Connection: Upgrade~"
					+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~Sec-WebSocket-Version: 13~~"),
				SAME_HOST);
		assertThat(refusal == null).isEqualTo(accepted);
	}

	@Test
	void anotherVersionIsToldOurs() {
		assertThat(check("Sec-WebSocket-Version: 8").headers()).containsEntry("Sec-WebSocket-Version", "13");
	}

	@Test
	void aBrowserThatOpensThePageIsToldWhatThisIs() {
		HandshakeDecision.Refuse refusal = check("-Upgrade", "-Connection", "-Sec-WebSocket-Key",
				"-Sec-WebSocket-Version");
		assertThat(refusal.status()).isEqualTo(426);
		assertThat(refusal.message()).contains("ws://");
		assertThat(refusal.headers()).containsEntry("Upgrade", "websocket")
			.containsEntry("Sec-WebSocket-Version", "13");
	}

	// "-Name" leaves a field out, "+Name: value" adds one more, "Name: value" sets it.
	private static HandshakeDecision.Refuse check(String... changes) {
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put("Host", "example.org");
		fields.put("Upgrade", "websocket");
		fields.put("Connection", "Upgrade");
		fields.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
		fields.put("Sec-WebSocket-Version", "13");
		StringBuilder added = new StringBuilder();
		for (String change : changes) {
			if (change == null) {
				continue;
			}
			if (change.startsWith("-")) {
				fields.remove(change.substring(1));
			}
			else if (change.startsWith("+")) {
				added.append(change.substring(1)).append('~');
			}
			else {
				fields.put(change.substring(0, change.indexOf(':')), change.substring(change.indexOf(':') + 2));
			}
		}
		StringBuilder head = new StringBuilder("GET /chat HTTP/1.1~");
		fields.forEach((name, value) -> head.append(name).append(": ").append(value).append('~'));
		return ServerHandshake.check(RequestHeadTests.parse(head.append(added).append('~').toString()), SAME_HOST);
	}

}
