package io.aerosocket.client;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.Execution;
import io.aerosocket.Handshake;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The client and our own server.
 */
class ConnectTests {

	private static final EchoServer server = EchoServer
		.start((builder) -> builder.options((options) -> options.subprotocols(List.of("v2.test"))
			.connection((connection) -> connection.maxMessageSize(4 << 20).maxQueuedBytes(16 << 20))));

	@RegisterExtension
	final TestClient test = TestClient.withOptions((options) -> options
		.connection((connection) -> connection.maxMessageSize(4 << 20).maxQueuedBytes(16 << 20)));

	private final Recorder handler = new Recorder();

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void messagesTravelBothWays() {
		Connection connection = connect("/echo");
		connection.sendText("h\u00e9llo");
		connection.sendBinary(new byte[] { 1, 2, 3 });
		connection.send(PreparedMessage.text("prepared"));
		assertThat(this.handler.nextText()).isEqualTo("h\u00e9llo");
		assertThat(this.handler.nextBinary()).containsExactly(1, 2, 3);
		assertThat(this.handler.nextText()).isEqualTo("prepared");
		connection.close();
		assertThat(this.handler.nextClose()).isEqualTo(new CloseReason(CloseCode.NORMAL, "", false));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 125, 126, 65_535, 65_536, 1 << 20, 4 << 20 })
	void messagesOfEveryLengthFormTravelBothWays(int length) {
		byte[] payload = new byte[length];
		new SplittableRandom(length).nextBytes(payload);
		Connection connection = connect("/echo");
		for (int i = 0; i < 3; i++) {
			connection.sendBinary(payload);
			assertThat(Arrays.equals(this.handler.nextBinary(), payload)).isTrue();
		}
	}

	@Test
	void whatIsSentInOnOpenGoesOutFirst() {
		Recorder handler = new Recorder();
		Connection connection = TestClient.await(this.test.client()
			.connect(server.uri("/echo"), new OnOpen(handler, (opened) -> opened.sendText("first"))));
		connection.sendText("second");
		assertThat(handler.nextText()).isEqualTo("first");
		assertThat(handler.nextText()).isEqualTo("second");
	}

	@Test
	void aPingIsAnswered() {
		Connection connection = connect("/echo");
		connection.ping(ByteBuffer.wrap("there?".getBytes()));
		assertThat(this.handler.next()).isEqualTo("pong there?");
	}

	@ParameterizedTest
	@EnumSource
	void handlersRunWhereTheyAskTo(Execution execution) {
		assumeThat(execution != Execution.VIRTUAL_THREAD || Runtime.version().feature() >= 21).isTrue();
		Recorder handler = new Recorder(execution);
		Connection connection = TestClient.await(this.test.client().connect(server.uri("/echo"), handler));
		handler.assertOpen();
		for (int i = 0; i < 100; i++) {
			connection.sendText("message " + i);
		}
		for (int i = 0; i < 100; i++) {
			assertThat(handler.nextText()).isEqualTo("message " + i);
		}
	}

	@Test
	void aHandshakeTellsWhatWasAskedAndAnswered() {
		Connection connection = TestClient.await(this.test.client()
			.connect(ConnectRequest.to(server.uri("/echo?a=b%20c"))
				.header("X-Token", "t")
				.subprotocols("v3.test", "v2.test")
				.build(), this.handler));
		Handshake handshake = connection.handshake();
		assertThat(handshake.path()).isEqualTo("/echo");
		assertThat(handshake.pathPattern()).isEqualTo("/echo");
		assertThat(handshake.query()).isEqualTo("a=b%20c");
		assertThat(handshake.headers().first("x-token")).isEqualTo("t");
		assertThat(handshake.headers().first("host")).isEqualTo("127.0.0.1:" + server.port());
		assertThat(handshake.requestedSubprotocols()).containsExactly("v3.test", "v2.test");
		assertThat(handshake.answerHeaders().first("upgrade")).isEqualTo("websocket");
		assertThat(handshake.remoteAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", server.port()));
		assertThat(handshake.isSecure()).isFalse();
		assertThat(handshake.principal()).isNull();
		assertThat(connection.subprotocol()).isEqualTo("v2.test");
	}

	@Test
	void connectionsAreListedAndCounted() {
		Connection connection = connect("/echo");
		assertThat(this.test.client().connections().all()).containsExactly(connection);
		assertThat(this.test.client().connections().find(connection.id())).isSameAs(connection);
		connection.sendText("x");
		this.handler.nextText();
		assertThat(this.test.client().snapshot().messagesReceived()).isEqualTo(1);
		assertThat(this.test.client().snapshot().messagesSent()).isEqualTo(1);
		this.test.client().connections().broadcast(PreparedMessage.text("to all"), (other) -> true);
		assertThat(this.handler.nextText()).isEqualTo("to all");
	}

	@Test
	void aReceivedMessageCanBeSentOn() {
		Recorder second = new Recorder();
		Connection other = TestClient.await(this.test.client().connect(server.uri("/echo"), second));
		second.assertOpen();
		Connection connection = TestClient.await(this.test.client()
			.connect(server.uri("/echo"), new OnMessage((received, message) -> other.send(message))));
		connection.sendText("passed on");
		assertThat(second.nextText()).isEqualTo("passed on");
	}

	private Connection connect(String path) {
		Connection connection = TestClient.await(this.test.client().connect(server.uri(path), this.handler));
		this.handler.assertOpen();
		return connection;
	}

	/** Does something when it opens. */
	private record OnOpen(Recorder recorder,
			java.util.function.Consumer<Connection> action) implements io.aerosocket.ConnectionHandler {

		@Override
		public java.util.concurrent.CompletionStage<?> onOpen(Connection connection) {
			this.action.accept(connection);
			return null;
		}

		@Override
		public java.util.concurrent.CompletionStage<?> onMessage(Connection connection, Message message) {
			return this.recorder.onMessage(connection, message);
		}

	}

	/** Does something with messages. */
	private record OnMessage(
			java.util.function.BiConsumer<Connection, Message> action) implements io.aerosocket.ConnectionHandler {

		@Override
		public java.util.concurrent.CompletionStage<?> onMessage(Connection connection, Message message) {
			this.action.accept(connection, message);
			return null;
		}

	}

}
