package io.aerosocket.server;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that have to become a connection, and the response to them (RFC 6455 sections
 * 4.2 and 4.4).
 */
class OpeningHandshakeTests {

	@RegisterExtension
	static final TestServer server = TestServer.echo();

	static List<Arguments> goodRequests() {
		return List.of(Arguments.argumentSet("4.2.1: as the RFC shows it", echo()),
				Arguments.argumentSet("4.2.1: the Upgrade token in any case", echo().replace("Upgrade: WebSocket")),
				Arguments.argumentSet("4.2.1: the Upgrade token in a list", echo().replace("Upgrade: h2c, websocket")),
				Arguments.argumentSet("4.2.1: two Upgrade lines", echo().with("Upgrade: h2c")),
				Arguments.argumentSet("4.2.1: the Connection token in any case", echo().replace("Connection: uPGRADE")),
				Arguments.argumentSet("4.2.1: the Connection token in a list",
						echo().replace("Connection: keep-alive, Upgrade")),
				Arguments.argumentSet("4.2.1: empty elements in the Connection list",
						echo().replace("Connection: ,keep-alive , ,Upgrade,")),
				Arguments.argumentSet("4.2.1: two Connection lines", echo().with("Connection: keep-alive")),
				Arguments.argumentSet("4.2.1: names of fields in lower case",
						echo().without("Upgrade")
							.without("Connection")
							.with("upgrade: websocket", "connection: upgrade")),
				Arguments.argumentSet("4.2.1: names of fields in upper case",
						echo().without("Sec-WebSocket-Key").with("SEC-WEBSOCKET-KEY: " + RawRequest.KEY)),
				Arguments.argumentSet("4.2.1: unknown fields are ignored",
						echo().with("X-Unknown: 1", "Cookie: a=b; c=d")),
				Arguments.argumentSet("4.2.1: a Host with a port", echo().replace("Host: localhost:8090")),
				Arguments.argumentSet("4.2.1: an absolute URI as target", RawRequest.to("http://localhost/echo")),
				Arguments.argumentSet("4.2.1: a query", RawRequest.to("/echo?a=b&c")),
				Arguments.argumentSet("RFC 9110 5.5: no blank after the colon", echo().replace("Upgrade:websocket")),
				Arguments.argumentSet("RFC 9110 5.5: blanks and tabs around a value",
						echo().replace("Upgrade: \t websocket \t ")),
				Arguments.argumentSet("RFC 9110 5.5: bytes above 127 in a value", echo().with("X-Name: J\u00fcrgen")),
				Arguments.argumentSet("RFC 9110 8.6: a body of no bytes", echo().with("Content-Length: 0")),
				Arguments.argumentSet("9.1: extensions that we do not speak",
						echo().with("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-foo")));
	}

	@ParameterizedTest(name = "{argumentSetName}")
	@MethodSource("goodRequests")
	void accepts(RawRequest request) {
		try (RawPeer peer = server.connect()) {
			peer.write(request.bytes());
			RawResponse response = peer.readResponse();
			assertThat(response.status()).isEqualTo(101);
			assertThat(response.header("Sec-WebSocket-Accept")).isEqualTo(RawRequest.ACCEPT);
			peer.assertEchoes("hello").closeRegularly();
		}
	}

	@Test
	void responseHasWhatTheRfcAsksForAndNothingElse() {
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to("/echo").bytes());
			RawResponse response = peer.readResponse();
			assertThat(response.status()).isEqualTo(101);
			assertThat(response.header("Upgrade")).isEqualToIgnoringCase("websocket");
			assertThat(response.header("Connection")).isEqualToIgnoringCase("upgrade");
			assertThat(response.header("Sec-WebSocket-Accept")).isEqualTo(RawRequest.ACCEPT);
			assertThat(response.header("Sec-WebSocket-Protocol")).isNull();
			assertThat(response.header("Sec-WebSocket-Extensions")).isNull();
			assertThat(response.header("Content-Length")).isNull();
			assertThat(response.header("Transfer-Encoding")).isNull();
		}
	}

	@Test
	void anotherKeyHasAnotherAnswer() {
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to("/echo").replace("Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==").bytes());
			assertThat(peer.readResponse().header("Sec-WebSocket-Accept")).isEqualTo("C/0nmHhBztSRGR1CwL6Tf4ZjwpY=");
		}
	}

	@Test
	void framesInTheSamePacketAsTheRequestAreReceived() {
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to("/echo").bytes(), ClientFrames.text("early"), ClientFrames.ping("bird"),
					ClientFrames.close(1000));
			assertThat(peer.readResponse().status()).isEqualTo(101);
			assertThat(peer.readFrames(2)).extracting(RawFrame::text).containsExactlyInAnyOrder("early", "bird");
			peer.assertCloses(1000);
		}
	}

	@Test
	void halfAFrameInTheSamePacketAsTheRequestIsKept() {
		byte[] frame = ClientFrames.text("in two pieces");
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to("/echo").bytes(), Arrays.copyOf(frame, 5));
			assertThat(peer.readResponse().status()).isEqualTo(101);
			peer.write(Arrays.copyOfRange(frame, 5, frame.length));
			assertThat(peer.readFrame().text()).isEqualTo("in two pieces");
		}
	}

	@Test
	void aRequestMayArriveByteByByte() {
		try (RawPeer peer = server.connect(); Metronome metronome = new Metronome(server.server())) {
			for (byte b : RawRequest.to("/echo").bytes()) {
				peer.write(new byte[] { b });
				metronome.tick();
			}
			assertThat(peer.readResponse().status()).isEqualTo(101);
			peer.assertEchoes("hello");
		}
	}

	private static RawRequest echo() {
		return RawRequest.to("/echo");
	}

}
