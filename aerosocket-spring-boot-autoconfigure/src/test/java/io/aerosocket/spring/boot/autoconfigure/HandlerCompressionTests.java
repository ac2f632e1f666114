package io.aerosocket.spring.boot.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.aerosocket.CompressionMode;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.Compression;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compression by property and by handler, as the answer to a client's offer shows it.
 */
class HandlerCompressionTests {

	private static final String NO_CONTEXT = "; server_no_context_takeover; client_no_context_takeover";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class))
		.withBean(AsServer.class)
		.withBean(Off.class)
		.withBean(Shared.class)
		.withBean(Dedicated.class)
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1",
				"aerosocket.server.shutdown.grace-period=1s");

	@ParameterizedTest
	@EnumSource
	void handlerIsAsTheServerUnlessItSaysOtherwise(CompressionMode mode) {
		Map<CompressionMode, String> answers = Map.of(CompressionMode.OFF, "", CompressionMode.SHARED,
				"permessage-deflate" + NO_CONTEXT, CompressionMode.DEDICATED, "permessage-deflate");
		this.contextRunner.withPropertyValues("aerosocket.server.compression.mode=" + mode).run((context) -> {
			int port = context.getBean(AeroServer.class).port();
			assertThat(answer(port, "/server")).isEqualTo(answers.get(mode));
			assertThat(answer(port, "/off")).isEqualTo(answers.get(CompressionMode.OFF));
			assertThat(answer(port, "/shared")).isEqualTo(answers.get(CompressionMode.SHARED));
			assertThat(answer(port, "/dedicated")).isEqualTo(answers.get(CompressionMode.DEDICATED));
		});
	}

	@Test
	void detailsAreThoseOfTheServer() {
		this.contextRunner.withPropertyValues("aerosocket.server.compression.window-bits=10")
			.run((context) -> assertThat(answer(context.getBean(AeroServer.class).port(), "/dedicated"))
				.isEqualTo("permessage-deflate; server_max_window_bits=10"));
	}

	private static String answer(int port, String path) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(8000);
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
						+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
						+ "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			BufferedReader in = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			assertThat(in.readLine()).startsWith("HTTP/1.1 101");
			String answer = "";
			for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
				if (line.startsWith("Sec-WebSocket-Extensions: ")) {
					answer = line.substring(26);
				}
			}
			return answer;
		}
	}

	@AeroSocketHandler("/server")
	public static class AsServer {

		@OnMessage
		public void on(String text) {
		}

	}

	@AeroSocketHandler(path = "/off", compression = Compression.OFF)
	public static class Off extends AsServer {

	}

	@AeroSocketHandler(path = "/shared", compression = Compression.SHARED)
	public static class Shared extends AsServer {

	}

	@AeroSocketHandler(path = "/dedicated", compression = Compression.DEDICATED)
	public static class Dedicated extends AsServer {

	}

}
