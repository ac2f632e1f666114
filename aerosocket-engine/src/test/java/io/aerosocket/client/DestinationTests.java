package io.aerosocket.client;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Destination} and {@link ConnectRequest}.
 */
class DestinationTests {

	@ParameterizedTest(name = "RFC 6455 3: {0}")
	@CsvSource({ "ws://example.org, false, example.org, 80, example.org, /",
			"wss://example.org, true, example.org, 443, example.org, /",
			"WSS://Example.ORG:443/, true, example.org, 443, example.org, /",
			"ws://example.org:443/a, false, example.org, 443, example.org:443, /a",
			"ws://example.org:/a, false, example.org, 80, example.org, /a",
			"ws://example.org/a%20b/c?d=e%26f, false, example.org, 80, example.org, /a%20b/c?d=e%26f",
			"ws://example.org?x, false, example.org, 80, example.org, /?x",
			"ws://[::1]:8080/x, false, ::1, 8080, [::1]:8080, /x",
			"wss://[2001:db8::1], true, 2001:db8::1, 443, [2001:db8::1], /",
			"ws://[fe80::1%25eth0]/, false, fe80::1%eth0, 80, [fe80::1], /",
			"ws://my_service:8080/, false, my_service, 8080, my_service:8080, /",
			"ws://b\u00fccher.example/\u00fc, false, xn--bcher-kva.example, 80, xn--bcher-kva.example, /%C3%BC",
			"ws://127.0.0.1, false, 127.0.0.1, 80, 127.0.0.1, /" })
	void isRead(URI uri, boolean secure, String host, int port, String authority, String target) {
		Destination destination = Destination.of(uri);
		assertThat(destination).isEqualTo(new Destination(secure, host, port, target));
		assertThat(destination.authority()).isEqualTo(authority);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://example.org/", "https://example.org/", "/path", "ws:opaque", "ws:///path",
			"ws://example.org/#fragment", "ws://example.org/#", "ws://user@example.org/", "ws://user:pw@example.org/",
			"ws://example.org:0/", "ws://example.org:65536/", "ws://example.org:123456/", "ws://:80/",
			"ws://exa$mple.org/" })
	void isRefused(URI uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> Destination.of(uri)).withMessageStartingWith("URI");
	}

	@Test
	void secretsAreInNoMessage() {
		assertThatIllegalArgumentException().isThrownBy(() -> Destination.of(URI.create("ws://u:secret@example.org/")))
			.withMessageNotContaining("secret");
		assertThatIllegalArgumentException().isThrownBy(() -> Destination.of(URI.create("http://x/?t=secret")))
			.withMessageNotContaining("secret");
		assertThat(Destination.of(URI.create("ws://example.org/a?t=secret"))).hasToString("ws://example.org/a");
		assertThat(ConnectRequest.to("ws://example.org/?t=secret").bearerToken("secret").build().toString())
			.doesNotContain("secret")
			.contains("Authorization");
		assertThat(ProxySettings.http("proxy", 3128).withCredentials("u", "secret").toString())
			.doesNotContain("secret");
	}

	@ParameterizedTest
	@CsvSource({ "ws://a/x/y, z, ws://a/x/z", "ws://a/x, /z?q, ws://a/z", "ws://a:81/x, //b/y, ws://b/y",
			"ws://a/x, wss://b/y, wss://b/y", "ws://a/x, http://b:8080/y#f, ws://b:8080/y",
			"wss://a/x, https://b/y, wss://b/y" })
	void redirectsAreResolved(URI from, String location, String to) {
		assertThat(Destination.of(from).redirectedTo(location)).hasToString(to);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp://b/", "ws://user@b/", "mailto:x", "ws://b:99999/", "::" })
	void redirectsToNowhereAreRefused(String location) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Destination.of(URI.create("ws://a/")).redirectedTo(location));
	}

	@ParameterizedTest
	@CsvSource({ "ws://a/x, ws://a/y, true", "ws://a/x, wss://a/y, true", "wss://a/x, wss://a:443/y, true",
			"ws://a:8080/x, wss://a:8443/y, false", "ws://a/x, ws://a:8080/y, false", "ws://a/x, ws://b/x, false",
			"wss://a/x, ws://a/x, false", "ws://a/x, ws://sub.a/x, false" })
	void secretsGoToTheSameServerOnly(URI from, URI to, boolean trusted) {
		assertThat(Destination.of(to).isTrustedWithSecretsOf(Destination.of(from))).isEqualTo(trusted);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Host", "upgrade", "Connection", "Sec-WebSocket-Key", "sec-websocket-protocol",
			"Sec-WebSocket-Extensions", "Content-Length", "Transfer-Encoding", "", "a b", "a:b", "a\r\nb", "\u00fc" })
	void headersOfTheHandshakeAndMalformedOnesAreRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> ConnectRequest.to("ws://a/").header(name, "x").build())
			.withMessageStartingWith("header: ");
		assertThatIllegalArgumentException().isThrownBy(() -> ClientOptions.builder().header(name, "x").build());
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nX-Injected: b", "a\nb", "a\u0000b", "\u20ac" })
	void aValueCannotEndItsLine(String value) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ConnectRequest.to("ws://a/").header("X-Token", value).build())
			.withMessageContaining("X-Token");
	}

	@Test
	void namesCompareWithoutRegardToCase() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ConnectRequest(URI.create("ws://a/"), Map.of("X-A", "1", "x-a", "2"), null));
		assertThat(ConnectRequest.to("ws://a/").header("X-A", "1").header("x-a", "2").build().headers())
			.containsExactly(Map.entry("X-A", "2"));
	}

	@Test
	void subprotocolsAreTokensAndUnique() {
		assertThatIllegalArgumentException().isThrownBy(() -> ConnectRequest.to("ws://a/").subprotocols("a,b").build());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ClientOptions.builder().subprotocols(List.of("a", "a")).build());
	}

	@Test
	void credentialsBecomeAHeader() {
		assertThat(ConnectRequest.to("ws://a/").basicAuthentication("Aladdin", "open sesame").build().headers())
			.containsEntry("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ConnectRequest.to("ws://a/").basicAuthentication("a:b", "c"));
	}

}
