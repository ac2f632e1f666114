package io.aerosocket.sample.browser;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for compression (RFC 7692) with the implementation that browsers have.
 */
@NeedsChromium
class CompressionInBrowserTests {

	// Sends three of each kind, so that the second and third refer to what came before.
	private static final String TALK = """
			new Promise((resolve) => {
				const socket = new WebSocket('%s');
				socket.binaryType = 'arraybuffer';
				const text = 'Grüße aus dem Browser, '.repeat(2000);
				const bytes = Uint8Array.from({ length: 70000 }, () => Math.floor(Math.random() * 4));
				const answers = [];
				socket.onopen = () => [1, 2, 3].forEach(() => { socket.send(text); socket.send(bytes); });
				socket.onclose = (event) => resolve({ extensions: socket.extensions, code: event.code, answers });
				socket.onmessage = (event) => {
					answers.push(typeof event.data === 'string' ? event.data === text
						: new Uint8Array(event.data).every((byte, i) => byte === bytes[i]));
					if (answers.length === 6) {
						socket.close(1000);
					}
				};
			})
			""";

	private static Chromium chromium;

	@BeforeAll
	static void startBrowser() throws IOException {
		chromium = Chromium.start(Chromium.find().orElseThrow());
	}

	@AfterAll
	static void stopBrowser() {
		if (chromium != null) {
			chromium.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "shared", "dedicated" })
	void aBrowserCompressesAndIsAnsweredCompressed(String mode) {
		try (RunningSample sample = new RunningSample("--aerosocket.server.compression.mode=" + mode,
				"--aerosocket.server.compression.min-size=0B"); Tab tab = chromium.open(sample.url("/"))) {
			JsonNode talk = tab.evaluate(TALK.formatted(sample.socketUrl("/echo")));
			assertThat(talk.path("extensions").asString()).startsWith("permessage-deflate");
			assertThat(talk.path("code").asInt()).isEqualTo(1000);
			assertThat(talk.path("answers")).hasSize(6).allMatch(JsonNode::asBoolean);
		}
	}

}
