package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.AeroSocketTemplate;
import io.aerosocket.spring.handler.Broadcast;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.SlowConsumer;
import io.aerosocket.telemetry.DropReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A feed of prices, of which a slow peer gets the latest: with a template and with a
 * method that broadcasts.
 */
@SpringBootTest(classes = ConflateTests.Application.class,
		properties = { "aerosocket.server.port=0", "spring.main.web-application-type=none" })
class ConflateTests {

	private static final String PADDING = "x".repeat(16 * 1024);

	@LocalAeroSocketPort
	private int port;

	@Autowired
	private AeroServer server;

	@Autowired
	private AeroSocketTemplate template;

	@Test
	void theTemplateSaysWhatAMessageIsTheLatestOf() throws IOException {
		try (Socket slow = slowReader("/prices")) {
			long before = conflated();
			for (int i = 0; conflated() < before + 100; i++) {
				this.template.path("/prices")
					.conflatedBy("EURUSD")
					.send(new Price("EURUSD", i, PADDING))
					.toCompletableFuture()
					.join();
				assertThat(i).isLessThan(50_000);
			}
			assertThat(this.server.connections().all()).singleElement()
				.satisfies((connection) -> assertThat(connection.queuedBytes()).isLessThan(512 * 1024));
			slow.setSoLinger(true, 0);
		}
		await().until(() -> this.server.connections().count() == 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/property", "/method" })
	void aBroadcastMethodSaysWhatItsResultIsTheLatestOf(String path) throws Exception {
		try (Socket slow = slowReader(path); TestClient source = TestClient.connect(this.port, path)) {
			long before = conflated();
			for (int i = 0; conflated() < before + 100; i++) {
				source.send("EURUSD");
				assertThat(source.receive()).contains("EURUSD");
				assertThat(i).isLessThan(50_000);
			}
			assertThat(this.server.connections().count()).isEqualTo(2);
			slow.setSoLinger(true, 0);
		}
		await().until(() -> this.server.connections().count() == 0);
	}

	private long conflated() {
		return this.server.snapshot().drops().get(DropReason.CONFLATED);
	}

	/** A peer that reads nothing but the answer to its handshake. */
	private Socket slowReader(String path) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(4096);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
		socket.getOutputStream()
			.write(Stream
				.of("GET " + path + " HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade",
						"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "", "")
				.reduce((one, next) -> one + "\r\n" + next)
				.orElseThrow()
				.getBytes(StandardCharsets.US_ASCII));
		assertThat(socket.getInputStream().read()).isEqualTo('H');
		await().until(() -> this.server.connections().count() >= 1);
		return socket;
	}

	record Price(String symbol, int value, String padding) {

	}

	@AeroSocketHandler(path = "/prices", slowConsumer = SlowConsumer.CONFLATE)
	static class Prices {

		@OnMessage
		void on(String text) {
		}

	}

	@AeroSocketHandler(path = "/property", slowConsumer = SlowConsumer.CONFLATE)
	static class ByProperty {

		private int value;

		@OnMessage
		@Broadcast(conflateBy = "symbol")
		Price on(String symbol) {
			return new Price(symbol, this.value++, PADDING);
		}

	}

	@AeroSocketHandler(path = "/method", slowConsumer = SlowConsumer.CONFLATE)
	static class ByMethod {

		@OnMessage
		@Broadcast(conflateBy = "substring(0, 6)")
		String on(String symbol) {
			return symbol + PADDING;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Prices.class, ByProperty.class, ByMethod.class })
	static class Application {

	}

}
