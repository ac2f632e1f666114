package io.aerosocket.server;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.Connection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which subprotocol is agreed on (RFC 6455 sections 1.9, 4.2.2 and 11.3.4): the server's
 * favourite among those that the client offers.
 */
class SubprotocolTests {

	private static final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	static final TestServer server = TestServer.with((builder) -> builder.route("/server", handler)
		.route("/route", handler, new RouteOptions(null, List.of("v9"), null))
		.options((options) -> options.subprotocols(List.of("v2.chat", "v1.chat"))));

	@ParameterizedTest(name = "{3}: {0} offered {1}")
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			/server | v1.chat          | v1.chat | the only one
			/server | v1.chat, v2.chat | v2.chat | the server's favourite
			/server | x, v1.chat ,y    | v1.chat | blanks around it
			/server | x, y             | -       | nothing in common
			/server | V1.CHAT          | -       | names have a case
			/server | v1               | -       | a prefix is another name
			/route  | v1.chat, v9      | v9      | the route's own
			/route  | v1.chat          | -       | the route's own replace the server's
			""")
	void serverChooses(String path, String offer, String chosen, String rule) {
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to(path).with("Sec-WebSocket-Protocol: " + offer).bytes());
			RawResponse response = peer.readResponse();
			assertThat(response.status()).isEqualTo(101);
			assertThat(response.header("Sec-WebSocket-Protocol")).isEqualTo(chosen);
			assertThat(handler.awaitOpen().subprotocol()).isEqualTo(chosen);
		}
	}

	@Test
	void anOfferMayTakeSeveralLines() {
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to("/server")
				.with("Sec-WebSocket-Protocol: x, v1.chat", "sec-websocket-protocol: v2.chat")
				.bytes());
			assertThat(peer.readResponse().header("Sec-WebSocket-Protocol")).isEqualTo("v2.chat");
			Connection connection = handler.awaitOpen();
			assertThat(connection.handshake().requestedSubprotocols()).containsExactly("x", "v1.chat", "v2.chat");
		}
	}

	@Test
	void withoutAnOfferThereIsNone() {
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to("/server").bytes());
			assertThat(peer.readResponse().header("Sec-WebSocket-Protocol")).isNull();
			Connection connection = handler.awaitOpen();
			assertThat(connection.subprotocol()).isNull();
			assertThat(connection.handshake().requestedSubprotocols()).isEmpty();
		}
	}

}
