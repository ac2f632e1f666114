package io.aerosocket.internal.handshake;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import io.aerosocket.HandshakeException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a client sends as its request's head: it is read as {@link ReferenceHead}
 * reads it, or refused as malformed; and a WebSocket is opened only if it keeps every
 * rule of RFC 6455 section 4.2.1.
 */
class RequestHeadFuzzTests {

	private static final OpeningHandshake.Peer PEER = new OpeningHandshake.Peer(new InetSocketAddress(1),
			new InetSocketAddress(2), false, null);

	private static final OriginPolicy SAME_HOST = new OriginPolicy(Set.of());

	@FuzzTest(maxDuration = "10m")
	@DictionaryEntries({ "\\x0d\\x0a", " HTTP/1.1\\x0d\\x0a", "GET / HTTP/1.1\\x0d\\x0a", "Host: ",
			"Upgrade: websocket\\x0d\\x0a", "Connection: Upgrade\\x0d\\x0a", "Sec-WebSocket-Version: 13\\x0d\\x0a",
			"Sec-WebSocket-Protocol: ", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\x0d\\x0a",
			"Content-Length: 0\\x0d\\x0a", "Transfer-Encoding: chunked\\x0d\\x0a", "Origin: http://", "://", "%2F", "@",
			"[::1]" })
	void readsWhatTheGrammarAllows(byte[] data) {
		byte[] bytes = upToTheEmptyLine(data);
		ReferenceHead expected = ReferenceHead.parse(bytes);
		RequestHead head;
		try {
			head = RequestHead.parse(bytes);
		}
		catch (HandshakeException ex) {
			assertThat(ex.httpStatus()).isIn(400, 505);
			assertThat(expected).as("what was refused: %s", ex.getMessage()).isNull();
			return;
		}
		assertThat(expected).as("what was accepted").isNotNull();
		assertThat(head.method()).isEqualTo(expected.method());
		assertThat(head.path()).startsWith("/");
		if (expected.target().startsWith("/")) {
			String query = (head.query() != null) ? "?" + head.query() : "";
			assertThat(head.path() + query).isEqualTo(expected.target());
		}
		assertThat(head.names()).isEqualTo(expected.fields().keySet());
		expected.fields().forEach((name, values) -> {
			assertThat(head.all(name)).isEqualTo(values);
			assertThat(head.first(name.toUpperCase(Locale.ROOT))).isEqualTo(values.get(0));
		});
		assertHandshake(head, expected);
	}

	private static void assertHandshake(RequestHead head, ReferenceHead expected) {
		boolean accepted = ServerHandshake.check(head, SAME_HOST) == null;
		if (accepted) {
			assertThat(expected).matches(RequestHeadFuzzTests::keepsTheRules, "keeps the rules of section 4.2.1");
			assertSameHost(expected);
			ByteBuf accept = Unpooled.buffer();
			head.writeAcceptKey(accept);
			assertThat(accept.readableBytes()).isEqualTo(28);
		}
		else if (expected.all("Origin").isEmpty()) {
			assertThat(expected).matches((other) -> !keepsTheRules(other), "breaks a rule of section 4.2.1");
		}
		OpeningHandshake handshake = new OpeningHandshake(head, "/", Map.of(), PEER);
		assertThat(handshake.queryParameters()).doesNotContainKey("");
		assertThat(handshake.requestedSubprotocols()).doesNotHaveDuplicates().doesNotContain("");
	}

	private static boolean keepsTheRules(ReferenceHead head) {
		return head.method().equals("GET") && head.all("Host").size() == 1 && !head.namesTwoHosts()
				&& head.all("Host").get(0).matches("[A-Za-z0-9._~!$&'()*+,;=%:\\[\\]-]*")
				&& head.tokens("Upgrade").anyMatch("websocket"::equalsIgnoreCase)
				&& head.tokens("Connection").anyMatch("upgrade"::equalsIgnoreCase)
				&& head.all("Sec-WebSocket-Version").equals(List.of("13")) && head.all("Sec-WebSocket-Key").size() == 1
				&& isKey(head.all("Sec-WebSocket-Key").get(0)) && head.all("Transfer-Encoding").isEmpty()
				&& head.all("Content-Length").stream().allMatch("0"::equals)
				&& head.tokens("Sec-WebSocket-Protocol").allMatch(ReferenceHead::isToken);
	}

	private static boolean isKey(String value) {
		try {
			return value.length() == 24 && Base64.getDecoder().decode(value).length == 16;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	// What the JDK thinks the hosts are; of what it cannot read there is nothing to say.
	private static void assertSameHost(ReferenceHead head) {
		head.all("Origin").forEach((origin) -> {
			try {
				String host = new URI(origin).getHost();
				String ours = new URI("http://" + head.all("Host").get(0)).getHost();
				if (host != null && ours != null) {
					assertThat(host).isEqualToIgnoringCase(ours);
				}
			}
			catch (URISyntaxException ex) {
				// Not an origin that a browser sends.
			}
		});
	}

	/** The transport hands on what ends in an empty line, and nothing after it. */
	private static byte[] upToTheEmptyLine(byte[] data) {
		String text = new String(data, StandardCharsets.ISO_8859_1);
		int end = text.indexOf("\r\n\r\n");
		if (end >= 0) {
			return Arrays.copyOf(data, end + 4);
		}
		return (text + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
	}

}
