package io.aerosocket.internal.handshake;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link OpeningHandshake}.
 */
class OpeningHandshakeTests {

	private static final InetSocketAddress REMOTE = new InetSocketAddress("127.0.0.1", 1);

	private static final InetSocketAddress LOCAL = new InetSocketAddress("127.0.0.1", 2);

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			/chat                  | {}
			/chat?                 | {}
			/chat?a=1              | {a=[1]}
			/chat?a=1&b=2          | {a=[1], b=[2]}
			/chat?b=2&a=1          | {b=[2], a=[1]}
			/chat?a=1&b=2&a=3      | {a=[1, 3], b=[2]}
			/chat?a                | {a=[]}
			/chat?a=               | {a=[]}
			/chat?a=b=c            | {a=[b=c]}
			/chat?=1&&b=2&         | {b=[2]}
			/chat?a%20b=c%26d      | {a b=[c&d]}
			/chat?a+b=c+d          | {a b=[c d]}
			/chat?a=%C3%A9         | {a=[é]}
			/chat?a=%              | {a=[%]}
			/chat?a=%zz&b=1        | {a=[%zz], b=[1]}
			/chat?a?b=1            | {a?b=[1]}
			""")
	void decodesTheQuery(String target, String parameters) {
		assertThat(handshake(target).queryParameters().toString().replace("[, ", "[")).isEqualTo(parameters);
	}

	@Test
	void tellsWhatTheRequestSaid() {
		OpeningHandshake handshake = handshake("/ch%61t?a=b");
		assertThat(handshake.path()).isEqualTo("/ch%61t");
		assertThat(handshake.query()).isEqualTo("a=b");
		assertThat(handshake.pathPattern()).isEqualTo("/{room}");
		assertThat(handshake.pathVariables()).containsExactly(Map.entry("room", "chat"));
		assertThat(handshake.headers().first("x-token")).isEqualTo("t");
		assertThat(handshake.requestedSubprotocols()).containsExactly("a", "b");
		assertThat(handshake.remoteAddress()).isEqualTo(REMOTE);
		assertThat(handshake.localAddress()).isEqualTo(LOCAL);
		assertThat(handshake.isSecure()).isTrue();
	}

	@Test
	void anInterceptorMaySayWhoThePeerIs() {
		Principal certificate = () -> "certificate";
		Principal user = () -> "user";
		OpeningHandshake handshake = new OpeningHandshake(RequestHeadTests.parse("GET / HTTP/1.1~~"), "/", Map.of(),
				new OpeningHandshake.Peer(REMOTE, LOCAL, true, certificate));
		assertThat(handshake.principal()).isSameAs(certificate);
		handshake.identify(user);
		assertThat(handshake.principal()).isSameAs(user);
		assertThat(handshake("/").principal()).isNull();
	}

	@Test
	void attributesStay() {
		OpeningHandshake handshake = handshake("/");
		handshake.attributes().put("a", 1);
		assertThat(handshake.attributes()).isEqualTo(Map.of("a", 1)).isSameAs(handshake.attributes());
		assertThatNullPointerException().isThrownBy(() -> handshake.attributes().put("b", null));
		assertThat(handshake("/").attributes()).isEmpty();
	}

	@Test
	void withoutAnOfferNothingWasRequested() {
		OpeningHandshake handshake = new OpeningHandshake(RequestHeadTests.parse("GET / HTTP/1.1~~"), "/", Map.of(),
				new OpeningHandshake.Peer(REMOTE, LOCAL, false, null));
		assertThat(handshake.requestedSubprotocols()).isEqualTo(List.of());
		assertThat(handshake.isSecure()).isFalse();
	}

	private static OpeningHandshake handshake(String target) {
		RequestHead head = RequestHeadTests.parse("GET " + target
				+ " HTTP/1.1~X-Token: t~Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~Sec-WebSocket-Protocol: a, b~~");
		return new OpeningHandshake(head, "/{room}", Map.of("room", "chat"),
				new OpeningHandshake.Peer(REMOTE, LOCAL, true, null));
	}

}
