package io.aerosocket.server;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.Connection;
import io.aerosocket.MessageSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Java clients that are not ours: the JDK's, Java-WebSocket and OkHttp.
 */
@ParameterizedClass(name = "{0}, compression {1}")
@MethodSource("clients")
class ForeignJavaClientTests {

	private static final int MEGABYTE = 1 << 20;

	private final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.route("/record", this.handler)
		.options((options) -> options.subprotocols(List.of("v1.test"))
			.connection((connection) -> connection.maxMessageSize(MEGABYTE)
				.compression(CompressionOptions.of(this.mode).withMinSize(1).withMaxRatio(10_000)))));

	@Parameter(0)
	private String name;

	@Parameter(1)
	private CompressionMode mode;

	@Parameter(2)
	private Supplier<ForeignClient> clients;

	private ForeignClient client;

	static List<Arguments> clients() {
		List<Arguments> clients = new ArrayList<>();
		for (CompressionMode mode : CompressionMode.values()) {
			clients.add(client("java.net.http", mode, ForeignJdkClient::new));
			clients.add(client("Java-WebSocket", mode, OfJavaWebSocket::new));
			clients.add(client("OkHttp", mode, OfOkHttp::new));
		}
		return clients;
	}

	@BeforeEach
	void create() {
		this.client = this.clients.get();
	}

	@AfterEach
	void dispose() {
		this.client.dispose();
	}

	@Test
	void messagesComeBack() throws Exception {
		connect("/echo");
		assertThat(this.client.subprotocol()).isEqualTo("v1.test");
		this.client.sendText(List.of("J\u00fcrgen \u20ac \ud83d\ude00"));
		assertThat(this.client.awaitMessage()).isEqualTo("J\u00fcrgen \u20ac \ud83d\ude00");
		this.client.sendText(List.of(""));
		assertThat(this.client.awaitMessage()).isEqualTo("");
		this.client.sendBinary(new byte[] { 1, 2, 3 });
		assertThat(this.client.awaitMessage()).isEqualTo(new byte[] { 1, 2, 3 });
		this.client.close(1000, "done");
		assertThat(this.client.awaitClose()).startsWith("1000");
	}

	@Test
	void fragmentsComeBackAsOneMessage() throws Exception {
		connect("/echo");
		this.client.sendText(List.of("one ", "two ", "three"));
		assertThat(this.client.awaitMessage()).isEqualTo("one two three");
		this.client.close(1000, "");
	}

	@Test
	void aMegabyteComesBack() throws Exception {
		connect("/echo");
		byte[] large = new byte[MEGABYTE];
		new SplittableRandom(1).nextBytes(large);
		this.client.sendBinary(large);
		assertThat(this.client.awaitMessage()).isEqualTo(large);
		String text = "\u00fcx".repeat(300_000);
		this.client.sendText(List.of(text));
		assertThat(this.client.awaitMessage()).isEqualTo(text);
		boolean compresses = this.mode != CompressionMode.OFF && !this.name.equals("java.net.http");
		assertThat(this.server.snapshot().compression().receivedBytes() > 0).isEqualTo(compresses);
		assertThat(this.server.snapshot().compression().sentBytes() > 0).isEqualTo(compresses);
		this.client.close(1000, "");
	}

	@Test
	void aStreamArrivesAsOneMessage() throws Exception {
		connect("/record");
		String text = "\u00fcx\u20ac".repeat(50_000);
		Connection connection = this.handler.awaitOpen();
		connection.sendStream(MessageSource.text(new ByteArrayInputStream(ClientFrames.utf8(text))));
		byte[] data = new byte[300_000];
		new SplittableRandom(1).nextBytes(data);
		connection.sendStream(MessageSource.binary(new ByteArrayInputStream(data)).withFragmentSize(1000));
		assertThat(this.client.awaitMessage()).isEqualTo(text);
		assertThat(this.client.awaitMessage()).isEqualTo(data);
		this.client.close(1000, "");
	}

	@Test
	void aThousandMessagesComeBackInOrder() throws Exception {
		connect("/echo");
		for (int i = 0; i < 1000; i++) {
			this.client.sendText(List.of("message " + i));
		}
		for (int i = 0; i < 1000; i++) {
			assertThat(this.client.awaitMessage()).isEqualTo("message " + i);
		}
		this.client.close(1000, "");
	}

	@Test
	void pingsAreAnsweredBothWays() throws Exception {
		connect("/record");
		this.handler.awaitOpen().ping(ByteBuffer.wrap(ClientFrames.ascii("hello")));
		assertThat(this.handler.awaitPong()).isEqualTo("hello");
		if (this.client.ping()) {
			assertThat(this.client.awaitMessage()).isEqualTo("(pong)");
		}
		this.client.close(1000, "");
	}

	@Test
	void codesOfTheClientArrive() throws Exception {
		connect("/record");
		this.client.close(4001, "why not");
		assertThat(this.handler.awaitClose()).hasToString("CloseReason[code=4001, text=why not, remote=true]");
	}

	@Test
	void codesOfTheServerArrive() throws Exception {
		connect("/record");
		Connection connection = this.handler.awaitOpen();
		connection.close(new CloseCode(4002), "enough");
		assertThat(this.client.awaitClose()).isEqualTo("4002 enough");
		assertThat(this.handler.awaitClose().clean()).isTrue();
	}

	private void connect(String path) throws Exception {
		this.client.connect(URI.create("ws://127.0.0.1:" + this.server.server().port() + path), "v1.test");
		this.client.awaitOpen();
	}

	private static Arguments client(String name, CompressionMode mode, Supplier<ForeignClient> client) {
		return Arguments.of(name, mode, client);
	}

	private static final class OfJavaWebSocket extends ForeignClient {

		private WebSocketClient webSocket;

		@Override
		void connect(URI uri, String subprotocol) throws Exception {
			Draft_6455 draft = new Draft_6455(List.of(new PerMessageDeflateExtension()),
					List.of(new Protocol(subprotocol)));
			this.webSocket = new WebSocketClient(uri, draft) {

				@Override
				public void onOpen(ServerHandshake handshake) {
					OfJavaWebSocket.this.onOpen();
				}

				@Override
				public void onMessage(String message) {
					OfJavaWebSocket.this.onMessage(message);
				}

				@Override
				public void onMessage(ByteBuffer bytes) {
					OfJavaWebSocket.this.onMessage(bytesOf(bytes));
				}

				@Override
				public void onWebsocketPong(org.java_websocket.WebSocket connection, Framedata frame) {
					OfJavaWebSocket.this.onPong();
				}

				@Override
				public void onClose(int code, String reason, boolean remote) {
					OfJavaWebSocket.this.onClose(code, reason);
				}

				@Override
				public void onError(Exception error) {
					OfJavaWebSocket.this.onError(error);
				}

			};
			this.webSocket.connectBlocking(5, TimeUnit.SECONDS);
		}

		@Override
		String subprotocol() {
			return this.webSocket.getProtocol().getProvidedProtocol();
		}

		@Override
		void sendText(List<String> parts) {
			for (int i = 0; i < parts.size(); i++) {
				this.webSocket.sendFragmentedFrame(Opcode.TEXT, ByteBuffer.wrap(ClientFrames.utf8(parts.get(i))),
						i == parts.size() - 1);
			}
		}

		@Override
		void sendBinary(byte[] data) {
			this.webSocket.send(data);
		}

		@Override
		boolean ping() {
			this.webSocket.sendPing();
			return true;
		}

		@Override
		void close(int code, String reason) {
			this.webSocket.close(code, reason);
		}

		@Override
		void dispose() {
			if (this.webSocket != null) {
				this.webSocket.close();
			}
		}

	}

	private static final class OfOkHttp extends ForeignClient {

		private final OkHttpClient client = new OkHttpClient();

		private okhttp3.WebSocket webSocket;

		private volatile String subprotocol;

		@Override
		void connect(URI uri, String subprotocol) {
			Request request = new Request.Builder().url(uri.toString())
				.header("Sec-WebSocket-Protocol", subprotocol)
				.build();
			this.webSocket = this.client.newWebSocket(request, new WebSocketListener() {

				@Override
				public void onOpen(okhttp3.WebSocket webSocket, Response response) {
					OfOkHttp.this.subprotocol = response.header("Sec-WebSocket-Protocol");
					OfOkHttp.this.onOpen();
				}

				@Override
				public void onMessage(okhttp3.WebSocket webSocket, String text) {
					OfOkHttp.this.onMessage(text);
				}

				@Override
				public void onMessage(okhttp3.WebSocket webSocket, ByteString bytes) {
					OfOkHttp.this.onMessage(bytes.toByteArray());
				}

				@Override
				public void onClosing(okhttp3.WebSocket webSocket, int code, String reason) {
					webSocket.close(code, reason);
				}

				@Override
				public void onClosed(okhttp3.WebSocket webSocket, int code, String reason) {
					OfOkHttp.this.onClose(code, reason);
				}

				@Override
				public void onFailure(okhttp3.WebSocket webSocket, Throwable error, Response response) {
					OfOkHttp.this.onError(error);
				}

			});
		}

		@Override
		String subprotocol() {
			return this.subprotocol;
		}

		@Override
		void sendText(List<String> parts) {
			this.webSocket.send(String.join("", parts));
		}

		@Override
		void sendBinary(byte[] data) {
			this.webSocket.send(ByteString.of(data));
		}

		@Override
		boolean ping() {
			return false;
		}

		@Override
		void close(int code, String reason) {
			this.webSocket.close(code, reason);
		}

		@Override
		void dispose() {
			this.client.dispatcher().executorService().shutdown();
			this.client.connectionPool().evictAll();
		}

	}

}
