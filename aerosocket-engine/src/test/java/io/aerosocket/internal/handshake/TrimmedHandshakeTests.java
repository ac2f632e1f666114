package io.aerosocket.internal.handshake;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left of a request for as long as its connection lasts.
 */
class TrimmedHandshakeTests {

	private static final InetSocketAddress ADDRESS = new InetSocketAddress("localhost", 1);

	@Test
	void fieldsOfTheUpgradeGo() {
		OpeningHandshake handshake = handshake(request("/echo", "X-Mine: 1"));
		assertThat(handshake.headers().names()).contains("upgrade", "connection", "sec-websocket-key");
		handshake.trim();
		assertThat(handshake.headers().names()).containsExactly("host", "sec-websocket-protocol", "x-mine");
		assertThat(handshake.headers().first("Upgrade")).isNull();
		assertThat(handshake.headers().all("Sec-WebSocket-Key")).isEmpty();
	}

	@Test
	void everythingElseStays() {
		OpeningHandshake handshake = handshake(request("/echo?a=b", "X-Mine: 1\r\nx-mine: 2\r\nUpgrade-Insecure: 1"));
		handshake.trim();
		assertThat(handshake.path()).isEqualTo("/echo");
		assertThat(handshake.query()).isEqualTo("a=b");
		assertThat(handshake.requestedSubprotocols()).containsExactly("chat", "v2");
		assertThat(handshake.headers().first("HOST")).isEqualTo("localhost");
		assertThat(handshake.headers().all("X-Mine")).containsExactly("1", "2");
		assertThat(handshake.headers().first("Upgrade-Insecure")).isEqualTo("1");
		assertThat(handshake.remoteAddress()).isEqualTo(ADDRESS);
	}

	@Test
	void aHeadOfNothingButTheUpgradeIsEmptyAfterwards() {
		RequestHead head = RequestHead.parse(ascii("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")).trimmed("/");
		assertThat(head.names()).isEmpty();
		assertThat(head.first("Host")).isNull();
	}

	@Test
	void equalFieldsAreKeptOnce() {
		byte[] first = keep(ascii("Host: a\r\n\r\n"));
		assertThat(keep(ascii("Host: a\r\n\r\n"))).isSameAs(first);
		assertThat(keep(ascii("Host: b\r\n\r\n"))).asString(StandardCharsets.US_ASCII).contains("b");
	}

	@Test
	void longFieldsAreNotRemembered() {
		byte[] most = ascii("X: " + "x".repeat(RecentFields.WORTH_REMEMBERING - "X: \r\n\r\n".length()) + "\r\n\r\n");
		byte[] more = ascii("X" + new String(most, StandardCharsets.US_ASCII));
		assertThat(most).hasSize(RecentFields.WORTH_REMEMBERING);
		assertThat(keep(most)).isSameAs(keep(most));
		assertThat(keep(more)).isNotSameAs(keep(more));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Cookie: session=1", "authorization: Basic eA==" })
	void whatIdentifiesSomebodyIsNotRemembered(String field) {
		RequestHead head = RequestHead.parse(request("/echo", field)).trimmed("/echo");
		assertThat(head.first(field.substring(0, field.indexOf(':'))))
			.isEqualTo(field.substring(field.indexOf(' ') + 1));
		assertThat(head.sharesFields(RequestHead.parse(request("/echo", field)).trimmed("/echo"))).isFalse();
	}

	@Test
	void otherRequestsShareWhatIsEqual() {
		RequestHead head = RequestHead.parse(request("/echo", "Accept: a")).trimmed("/echo");
		assertThat(head.sharesFields(RequestHead.parse(request("/other", "Accept: a")).trimmed("/other"))).isTrue();
	}

	private static byte[] keep(byte[] fields) {
		return RecentFields.keep(fields, 0, List.of(), true);
	}

	@Test
	void equalRequestsShareOneHead() {
		assertThat(trimmed("/echo", "X-Mine: 1")).isSameAs(trimmed("/echo", "X-Mine: 1"));
		assertThat(trimmed("/echo", "X-Mine: 1")).isNotSameAs(trimmed("/echo", "X-Mine: 2"));
		assertThat(trimmed("/echo", "Cookie: a=b")).isNotSameAs(trimmed("/echo", "Cookie: a=b"));
		assertThat(trimmed("/echo?token=2", "X-Mine: 1").query()).isEqualTo("token=2");
		assertThat(trimmed("/echo", "X-Mine: 1").query()).isNull();
	}

	private static RequestHead trimmed(String target, String field) {
		return RequestHead.parse(request(target, field)).trimmed("/echo");
	}

	private static OpeningHandshake handshake(byte[] request) {
		return new OpeningHandshake(RequestHead.parse(request), "/echo", Map.of(),
				new OpeningHandshake.Peer(ADDRESS, ADDRESS, false, null));
	}

	private static byte[] request(String target, String fields) {
		return ascii("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
				+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
				+ "Sec-WebSocket-Protocol: chat, v2\r\n" + fields + "\r\n\r\n");
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
