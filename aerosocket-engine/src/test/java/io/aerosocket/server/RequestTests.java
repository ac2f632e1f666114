package io.aerosocket.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.Connection;
import io.aerosocket.Handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How a request finds its route, and what a handler sees of the request.
 */
class RequestTests {

	private static final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	static final TestServer server = TestServer.with((builder) -> builder.route("/room/{name}", handler)
		.route("/room/lobby", handler)
		.route("/shop/{shop}/cart/{cart}", handler)
		.route("/", handler));

	@ParameterizedTest(name = "{0} is {1} with {2} and {3}")
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			/                      | /                        | -    | -
			/?a=b                  | /                        | -    | -
			/room/lobby            | /room/lobby              | -    | -
			/room/other            | /room/{name}             | name | other
			/room/lobbyist         | /room/{name}             | name | lobbyist
			/room/a%20b            | /room/{name}             | name | a b
			/room/a+b              | /room/{name}             | name | a+b
			/room/a%2Fb            | /room/{name}             | name | a/b
			/room/%C3%BC%E2%82%AC  | /room/{name}             | name | ü€
			/room/{name}           | /room/{name}             | name | {name}
			/room/a;b=c            | /room/{name}             | name | a;b=c
			/room/%25              | /room/{name}             | name | %
			/shop/1/cart/x%2Fy     | /shop/{shop}/cart/{cart} | cart | x/y
			""")
	void aPathFindsItsRoute(String target, String pattern, String variable, String value) {
		try (RawPeer peer = server.open(target)) {
			Handshake handshake = openedBy(peer).handshake();
			assertThat(handshake.pathPattern()).isEqualTo(pattern);
			assertThat(target).startsWith(handshake.path());
			if (variable != null) {
				assertThat(handshake.pathVariables()).containsEntry(variable, value);
			}
			else {
				assertThat(handshake.pathVariables()).isEmpty();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/room", "/room/", "/room/a/b", "/room/a/", "/shop//cart/2", "/shop/1/cart", "/room/lobby/" })
	void aVariableIsExactlyOneSegment(String target) {
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to(target).bytes());
			assertThat(peer.readResponse().status()).isEqualTo(404);
			peer.assertEnds();
		}
	}

	@Test
	void variablesAreAtHandByName() {
		try (RawPeer peer = server.open("/shop/1/cart/2")) {
			Connection connection = openedBy(peer);
			assertThat(connection.pathVariable("shop")).isEqualTo("1");
			assertThat(connection.pathVariable("cart")).isEqualTo("2");
			assertThatIllegalArgumentException().isThrownBy(() -> connection.pathVariable("basket"))
				.withMessageContaining("basket");
		}
	}

	@Test
	void theQueryIsDecodedInItsOrder() {
		try (RawPeer peer = server.open("/room/a?tag=x&empty=&tag=a%26b+c&flag&%C3%BC=%C3%A4")) {
			Handshake handshake = openedBy(peer).handshake();
			assertThat(handshake.query()).isEqualTo("tag=x&empty=&tag=a%26b+c&flag&%C3%BC=%C3%A4");
			assertThat(handshake.queryParameters()).containsOnlyKeys("tag", "empty", "flag", "ü");
			assertThat(handshake.queryParameters().get("tag")).containsExactly("x", "a&b c");
			assertThat(handshake.queryParameters().get("empty")).containsExactly("");
			assertThat(handshake.queryParameters().get("flag")).containsExactly("");
			assertThat(handshake.queryParameters().get("ü")).containsExactly("ä");
			assertThat(handshake.path()).isEqualTo("/room/a");
		}
	}

	@Test
	void withoutAQueryThereIsNone() {
		try (RawPeer peer = server.open("/room/a")) {
			Handshake handshake = openedBy(peer).handshake();
			assertThat(handshake.query()).isNull();
			assertThat(handshake.queryParameters()).isEmpty();
		}
	}

	@Test
	void headersAreFoundInAnyCase() {
		try (RawPeer peer = server.open("/room/a", "X-Tag: one", "x-tag:  two ", "X-Empty:")) {
			Handshake handshake = openedBy(peer).handshake();
			assertThat(handshake.headers().first("X-TAG")).isEqualTo("one");
			assertThat(handshake.headers().all("x-Tag")).isEqualTo(List.of("one", "two"));
			assertThat(handshake.headers().first("X-Empty")).isEmpty();
			assertThat(handshake.headers().first("X-Other")).isNull();
			assertThat(handshake.headers().all("X-Other")).isEmpty();
			assertThat(handshake.headers().names()).startsWith("host").contains("x-tag", "x-empty");
		}
	}

	@Test
	void addressesAndSecurityAreKnown() {
		try (RawPeer peer = server.open("/room/a")) {
			Handshake handshake = openedBy(peer).handshake();
			assertThat(handshake.localAddress()).isEqualTo(server.server().address());
			assertThat(handshake.remoteAddress()).isInstanceOfSatisfying(InetSocketAddress.class,
					(remote) -> assertThat(remote.getAddress()).isEqualTo(InetAddress.getLoopbackAddress()));
			assertThat(handshake.isSecure()).isFalse();
			assertThat(handshake.principal()).isNull();
		}
	}

	@Test
	void theHandshakeCannotBeChanged() {
		try (RawPeer peer = server.open("/room/a?b=c", "X-Tag: one")) {
			Handshake handshake = openedBy(peer).handshake();
			attempt(() -> handshake.pathVariables().clear());
			attempt(() -> handshake.queryParameters().clear());
			attempt(() -> handshake.queryParameters().get("b").clear());
			attempt(() -> handshake.headers().all("X-Tag").clear());
			attempt(() -> handshake.headers().names().clear());
			attempt(() -> handshake.requestedSubprotocols().clear());
			assertThat(handshake.pathVariables()).containsEntry("name", "a");
			assertThat(handshake.queryParameters()).containsEntry("b", List.of("c"));
			assertThat(handshake.headers().all("X-Tag")).containsExactly("one");
			assertThat(handshake.headers().names()).contains("x-tag");
		}
	}

	/** A collection may refuse to be changed, or be a copy that nobody sees. */
	private static void attempt(Runnable change) {
		try {
			change.run();
		}
		catch (UnsupportedOperationException ex) {
			// Refused.
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "room", "/{", "/{}", "/}", "/{a}{b}", "/a{b}/c", "/{a}/{a}", "/a?b" })
	void aMalformedPatternIsRefused(String pattern) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AeroServer.builder().port(0).route(pattern, TestServer.ECHO).build());
	}

	@ParameterizedTest
	@CsvSource({ "/a, /a", "/{a}, /{b}" })
	void twoRoutesOfTheSamePatternAreRefused(String first, String second) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AeroServer.builder().route(first, TestServer.ECHO).route(second, TestServer.ECHO).build())
			.withMessageContaining(second);
	}

	private static Connection openedBy(RawPeer peer) {
		peer.write(ClientFrames.ping("sync"));
		peer.readFrame();
		return handler.awaitOpen();
	}

}
