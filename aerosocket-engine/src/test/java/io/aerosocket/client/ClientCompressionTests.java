package io.aerosocket.client;

import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.Connection;
import io.aerosocket.HandshakeException;
import io.aerosocket.PreparedMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compression (RFC 7692), as a client offers it.
 */
class ClientCompressionTests {

	private final Recorder handler = new Recorder();

	private TestClient test;

	private EchoServer echo;

	@AfterEach
	void close() {
		if (this.echo != null) {
			this.echo.close();
		}
		if (this.test != null) {
			this.test.close();
		}
	}

	@ParameterizedTest(name = "client {0}, server {1}")
	@CsvSource({ "SHARED, SHARED, true", "SHARED, DEDICATED, true", "DEDICATED, SHARED, true",
			"DEDICATED, DEDICATED, true", "DEDICATED, OFF, false", "OFF, DEDICATED, false" })
	void messagesTravelWhateverIsAgreed(CompressionMode client, CompressionMode server, boolean agreed) {
		start(client);
		try (EchoServer echo = EchoServer.start((builder) -> builder.options((options) -> options
			.connection((connection) -> connection.compression(CompressionOptions.of(server).withMinSize(0)))))) {
			Connection connection = TestClient.await(this.test.client().connect(echo.uri("/echo"), this.handler));
			assertThat(connection.extensions().isEmpty()).isEqualTo(!agreed);
			this.handler.assertOpen();
			String text = "a text that says the same again and again, ".repeat(500);
			byte[] noise = new byte[100_000];
			new SplittableRandom(1).nextBytes(noise);
			for (int i = 0; i < 3; i++) {
				connection.sendText(text);
				connection.sendBinary(noise);
				connection.send(PreparedMessage.text(text));
				this.test.client().connections().broadcast(PreparedMessage.text(text), (all) -> true);
				assertThat(this.handler.nextText()).isEqualTo(text);
				assertThat(this.handler.nextBinary()).isEqualTo(noise);
				assertThat(this.handler.nextText()).isEqualTo(text);
				assertThat(this.handler.nextText()).isEqualTo(text);
			}
			this.test.client().close();
		}
	}

	@Test
	void withoutCompressionNothingIsOffered() {
		start(CompressionMode.OFF);
		assertThat(offer()).isNull();
	}

	@Test
	void compressionIsOffered() {
		start(CompressionMode.DEDICATED);
		assertThat(offer()).startsWith("permessage-deflate");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x-unknown", "permessage-deflate, permessage-deflate", "permessage-deflate; unknown",
			"permessage-deflate; server_max_window_bits=7", "permessage-deflate; client_max_window_bits=16",
			"permessage-deflate; server_no_context_takeover=1", "permessage-deflate; =", ";" })
	void anAnswerThatDoesNotFitFails(String answer) {
		start(CompressionMode.DEDICATED);
		try (RawServer server = RawServer.answering("HTTP/1.1 101 x~Upgrade: websocket~Connection: Upgrade~"
				+ "Sec-WebSocket-Accept: %~Sec-WebSocket-Extensions: " + answer + "~~")) {
			HandshakeException ex = TestClient.awaitFailure(this.test.client().connect(server.uri("/"), this.handler),
					HandshakeException.class);
			assertThat(ex.httpStatus()).isEqualTo(101);
			assertThat(ex.headers().all("Sec-WebSocket-Extensions")).isEqualTo(List.of(answer));
		}
	}

	@Test
	void whatIsVeryRegularIsTaken() {
		String table = "1013.25 hPa, 21.5 C; ".repeat(10_000);
		send(table);
		assertThat(this.handler.nextText()).isEqualTo(table);
	}

	@Test
	void aBombIsRefusedByRatio() {
		send("a".repeat(3 << 20));
		assertThat(this.handler.nextClose().code().value()).isEqualTo(1009);
	}

	// To a server that takes anything, and sends it back.
	private void send(String text) {
		this.test = TestClient
			.started((options) -> options.connection((connection) -> connection.maxMessageSize(4 << 20)
				.compression(CompressionOptions.of(CompressionMode.SHARED))));
		this.echo = EchoServer.start((builder) -> builder
			.options((options) -> options.connection((connection) -> connection.maxMessageSize(4 << 20)
				.compression(CompressionOptions.of(CompressionMode.SHARED).withMaxRatio(1_000_000)))));
		TestClient.await(this.test.client().connect(this.echo.uri("/echo"), this.handler)).sendText(text);
		this.handler.assertOpen();
	}

	private String offer() {
		try (RawServer server = RawServer.answering("HTTP/1.1 403 x~Content-Length: 0~~")) {
			String[] offer = new String[1];
			try (RawServer asking = RawServer.start((peer) -> {
				offer[0] = peer.readRequest().header("Sec-WebSocket-Extensions");
				peer.write("HTTP/1.1 307 x\r\nLocation: " + server.uri("/") + "\r\nContent-Length: 0\r\n\r\n");
			})) {
				TestClient.awaitFailure(this.test.client().connect(asking.uri("/"), this.handler),
						HandshakeException.class);
			}
			return offer[0];
		}
	}

	private void start(CompressionMode mode) {
		this.test = TestClient.started((options) -> options.maxRedirects(1)
			.connection((connection) -> connection.compression(CompressionOptions.of(mode).withMinSize(0))));
	}

}
