package io.aerosocket.spring.boot.test;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.server.ServerOptions;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;
import io.aerosocket.spring.boot.test.client.ReceivedFrame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What client and faults do to the engine's server, the same over sockets, TLS and
 * memory.
 */
public abstract class ConversationContract {

	private RealServer server;

	/**
	 * Starts a server.
	 * @param options what it has besides what this way needs
	 * @return the server
	 */
	protected abstract RealServer start(Consumer<ServerOptions.Builder> options);

	protected abstract AeroSocketTestClient client(RealServer server);

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void messages() {
		AeroSocketTestConnection connection = connect("/echo");
		connection.sendText("grüß €😀").expectText("grüß €😀");
		connection.sendBinary((byte) 1, (byte) 2).expectBinary((byte) 1, (byte) 2);
		connection.ping("are you there?").expectPong("are you there?").expectNothing();
		connection.close(1000, "bye").expectClose(1000, "bye").expectEnd();
	}

	@Test
	void largeMessages() {
		byte[] payload = new byte[200_000];
		Arrays.fill(payload, (byte) 7);
		connect("/echo").sendBinary(payload).expectBinary(payload);
	}

	@Test
	void framesOfEverySize() {
		AeroSocketTestConnection connection = connect("/echo");
		for (int size : new int[] { 0, 1, 125, 126, 127, 65_535, 65_536 }) {
			connection.sendBinary(new byte[size]).expectBinary((bytes) -> assertThat(bytes).hasSize(size));
		}
	}

	@Test
	void fragmentsAndSingleBytes() throws Exception {
		AeroSocketTestConnection connection = connect("/echo").faults().writeByteByByte();
		connection.faults().fragmentMessages(2);
		connection.sendText("grüß").expectText("grüß");
		connection.sendFrame(false, ReceivedFrame.TEXT, (byte) 'a')
			.ping("between")
			.sendFrame(true, ReceivedFrame.CONTINUATION, (byte) 'b')
			.expectText("ab")
			.expectPong("between");
	}

	@Test
	void subprotocolsAndRefusals() {
		AeroSocketTestClient client = client(server((options) -> {
		}));
		assertThat(client.handshake("/echo").subprotocols("v1", "v2").connect().subprotocol()).isEqualTo("v2");
		assertThat(client.connect("/echo").subprotocol()).isNull();
		client.handshake("/nowhere").expectRefused(404);
		client.handshake("/echo").origin("https://example.org").expectRefused(403);
	}

	@Test
	void compression() {
		AeroSocketTestClient client = client(compressing());
		String text = "again and again and again ".repeat(50);
		AeroSocketTestConnection connection = client.handshake("/echo").compression().connect();
		connection.sendText(text).expectText(text).sendText(text).expectText(text);
		assertThat(connection.receiveFrame().payload()).hasSizeLessThan(100);
		assertThat(connection.receiveFrame().payload()).hasSizeLessThan(30);
		client.connect("/echo").sendText(text).expectText(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "client_max_window_bits=9", "client_max_window_bits; server_max_window_bits=9",
			"client_no_context_takeover", "server_no_context_takeover",
			"client_no_context_takeover; server_no_context_takeover" })
	void compressionWithParameters(String parameters) {
		AeroSocketTestConnection connection = client(compressing()).handshake("/echo")
			.compression(parameters)
			.connect();
		connection.faults().fragmentMessages(10);
		StringBuilder text = new StringBuilder("grüß");
		for (int i = 0; i < 4; i++) {
			connection.sendText(text.toString()).expectText(text.toString());
			text.append(text).append(i).append("€".repeat(i * 1000));
		}
		connection.sendText("").expectText("").expectNothing();
	}

	@Test
	void messagesThatAreSentAreCompressed() {
		AeroSocketTestConnection connection = client(compressing()).handshake("/echo").compression().connect();
		connection.sendText("again and again ".repeat(50));
		assertThat(connection.transcript()).contains("→ TEXT (RSV 4) ");
		assertThat(connection.receiveText()).hasSize(800);
	}

	@Test
	void compressionThatGoesWrongIsAnsweredAsTheRfcSays() {
		AeroSocketTestClient client = client(compressing());
		client.handshake("/echo").compression().connect().faults().sendBomb(64 << 20).expectClose(1009);
		client.handshake("/echo").compression().connect().faults().sendBrokenCompression().expectClose(1007);
		client.connect("/echo").sendFrame(true, ReceivedFrame.RSV1, ReceivedFrame.TEXT, new byte[1]).expectClose(1002);
	}

	private RealServer compressing() {
		return server((options) -> options.connection((connection) -> connection
			.compression(CompressionOptions.of(CompressionMode.DEDICATED).withMinSize(1))));
	}

	@Test
	void illegalFramesAreAnsweredAsTheRfcSays() throws Exception {
		connect("/echo").sendFrame(true, 0x3).expectClose(1002).expectEnd();
		assertThat(this.server.closed()).isEqualTo(1002);
		connect("/echo").sendFrame(true, ReceivedFrame.TEXT, (byte) 0xFF).expectClose(1007).expectEnd();
		connect("/echo").sendRaw((byte) 0x81, (byte) 0x01, (byte) 'a').expectClose(1002).expectEnd();
	}

	@Test
	void garbageIsAnsweredAsTheRfcSays() {
		for (int seed = 0; seed < 20; seed++) {
			connect("/echo").faults().sendGarbage(seed).expectClose(1002);
		}
	}

	@Test
	void aHangUpIsNoClose() throws Exception {
		connect("/echo").faults().hangUp().expectEnd();
		assertThat(this.server.closed()).isEqualTo(1006);
	}

	@Test
	void aResetIsNoClose() throws Exception {
		connect("/echo").sendText("a").expectText("a").faults().reset();
		assertThat(this.server.closed()).isEqualTo(1006);
	}

	@Test
	void aConnectionThatIsClosedSaysGoodbye() throws Exception {
		connect("/echo").close();
		assertThat(this.server.closed()).isEqualTo(1000);
	}

	@Test
	void aClientThatIsClosedTakesItsConnectionsAlong() throws Exception {
		AeroSocketTestClient client = client(server((options) -> {
		}));
		client.connect("/echo");
		client.connect("/echo").faults().stopReading();
		client.close();
		assertThat(this.server.closed()).isEqualTo(1000);
		assertThat(this.server.closed()).isEqualTo(1000);
		client.connect("/echo").sendText("again").expectText("again");
	}

	@Test
	void aServerThatStopsSaysGoodbye() throws Exception {
		AeroSocketTestConnection one = connect("/echo");
		AeroSocketTestConnection other = connect("/echo");
		this.server.server().stop(Duration.ofSeconds(10));
		one.expectClose(1001).expectEnd();
		other.expectClose(1001).expectEnd();
		assertThat(this.server.closed()).isEqualTo(1001);
	}

	@Test
	void aSlowReaderIsDroppedFromAndGetsTheRest() throws Exception {
		AeroSocketTestClient client = client(
				server((options) -> options.connection((connection) -> connection.maxQueuedBytes(64 * 1024)
					.slowConsumerPolicy(SlowConsumerPolicy.DROP_NEWEST))));
		AeroSocketTestConnection connection = client.handshake("/flood").receiveBuffer(4096).connect();
		connection.faults().stopReading().sendText("go");
		int sent = this.server.flooded();
		connection.faults().resumeReading();
		for (int i = 0; i < sent; i++) {
			connection.expectBinary((bytes) -> assertThat(bytes).hasSize(1024));
		}
		connection.expectNothing();
	}

	@Test
	void aSlowReaderIsClosed() throws Exception {
		AeroSocketTestClient client = client(server((options) -> options.connection(
				(connection) -> connection.maxQueuedBytes(64 * 1024).slowConsumerCloseCode(new CloseCode(3008)))));
		AeroSocketTestConnection connection = client.handshake("/flood").receiveBuffer(4096).connect();
		connection.faults().stopReading().sendText("go");
		this.server.flooded();
		connection.faults().resumeReading();
		byte[] received = connection.receiveBinary();
		assertThat(received).hasSize(1024);
	}

	@Test
	void aServerThatStopsReadingFailsTheSender() {
		AeroSocketTestClient client = client(server((options) -> options
			.connection((connection) -> connection.maxPendingMessages(1).maxPendingBytes(1024))));
		AeroSocketTestConnection connection = client.connect("/busy").timeout(Duration.ofMillis(300));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> {
			for (int i = 0; i < 1000; i++) {
				connection.sendBinary(new byte[64 * 1024]);
			}
		}).withMessageContaining("within 300 ms: the server has stopped reading");
	}

	private AeroSocketTestConnection connect(String path) {
		if (this.server == null) {
			server((options) -> {
			});
		}
		return client(this.server).connect(path);
	}

	private RealServer server(Consumer<ServerOptions.Builder> options) {
		this.server = start(options);
		return this.server;
	}

}
