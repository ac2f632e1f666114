package io.aerosocket.server;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.ConnectionIndex;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Execution;
import io.aerosocket.FragmentHandler;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeException;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.Message;
import io.aerosocket.MessageSource;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SendResult;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ExtensionAgreement;
import io.aerosocket.extension.ExtensionParameters;
import io.aerosocket.extension.ExtensionSession;
import io.aerosocket.extension.PayloadSink;
import io.aerosocket.extension.ReservedBit;
import io.aerosocket.telemetry.EngineSnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The examples of {@code docs/engine.md}, each of which has to stand here as it stands
 * there, and the names in {@code docs/protocol}.
 */
class EngineDocTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Path TESTS = Path.of("src", "test", "java", "io", "aerosocket", "server");

	private static final List<Path> ALL_TESTS = List.of(TESTS, TESTS.resolveSibling("client"),
			TESTS.resolveSibling("conformance"), TESTS.resolveSibling(Path.of("internal", "extension")));

	@TempDir
	private Path directory;

	static List<String> examples() throws IOException {
		String page = Files.readString(DOCS.resolve("engine.md"));
		return matches("(?s)```java\n(.*?)```", page);
	}

	@ParameterizedTest
	@MethodSource("examples")
	void everyExampleIsATest(String example) throws IOException {
		String source = Files.readString(TESTS.resolve("EngineDocTests.java"));
		assertThat(source).containsIgnoringWhitespaces(example);
	}

	@ParameterizedTest
	@MethodSource("protocols")
	void everyTestOfTheProtocolTableExists(String protocol) throws Exception {
		String page = Files.readString(DOCS.resolve("protocol").resolve(protocol));
		List<String> named = matches("`(\\w+(?:Tests|Suite))#", page);
		assertThat(named).isNotEmpty();
		for (String reference : matches("`(\\w+(?:Tests|Suite)#\\w+)", page)) {
			String[] parts = reference.split("#");
			Class<?> type = testClass(parts[0]);
			assertThat(type.getDeclaredMethods()).as(reference).anyMatch((method) -> method.getName().equals(parts[1]));
		}
	}

	@ParameterizedTest
	@MethodSource("protocols")
	void everyRowOfTheProtocolTableThatIsNamedExists(String protocol) throws Exception {
		String page = Files.readString(DOCS.resolve("protocol").resolve(protocol));
		for (String reference : matches("`\\w+(?:Tests|Suite)#\\w+` \"([^\"]+)\"", page)) {
			boolean found = false;
			for (Path directory : ALL_TESTS) {
				try (var files = Files.list(directory)) {
					for (Path file : files.toList()) {
						found |= Files.readString(file).contains(reference);
					}
				}
			}
			assertThat(found).as(reference).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("protocols")
	void everyClassOfTheProtocolTableExists(String protocol) throws Exception {
		String page = Files.readString(DOCS.resolve("protocol").resolve(protocol));
		List<String> classes = matches("`((?:internal|server|client)\\.[a-z.]*[A-Z]\\w+)`", page);
		assertThat(classes).isNotEmpty();
		for (String name : classes) {
			assertThat(Class.forName("io.aerosocket." + name)).isNotNull();
		}
	}

	static List<String> protocols() {
		return List.of("rfc6455.md", "rfc7692.md");
	}

	@Test
	void tenLines() {
		AeroServer server = AeroServer.builder()
			.port(0) // any free port; 8090 unless set
			.route("/chat/{room}", ConnectionHandler.of((connection, message) -> {
				String room = connection.pathVariable("room");
				if (message instanceof Message.Text text) {
					connection.sendText(room + ": " + text.text());
				}
			}))
			.build()
			.start();
		try (server; RawPeer peer = RawPeer.open(server, "/chat/lobby")) {
			peer.write(ClientFrames.text("hello"));
			assertThat(peer.readFrame().text()).isEqualTo("lobby: hello");
			peer.closeRegularly();
		}
	}

	@Test
	void options() {
		AeroServer.Builder builder = AeroServer.builder()
			.options((options) -> options.port(0)
				.healthPath("/health")
				.maxConnections(50_000)
				.handshakeTimeout(Duration.ofSeconds(3))
				.connection((connection) -> connection.maxMessageSize(64 * 1024)
					.pingInterval(Duration.ofSeconds(10))
					.slowConsumerPolicy(SlowConsumerPolicy.DROP_OLDEST)));
		assertThat(builder.build().options().connection().maxMessageSize()).isEqualTo(65_536);
	}

	@Test
	void changingOptions() {
		try (TestServer started = TestServer.started((builder) -> builder.route("/", TestServer.ECHO))) {
			AeroServer server = started.server();
			server.reconfigure((options) -> options.maxConnections(20_000)
				.allowedOrigins(Set.of("https://example.org"))
				.connection((connection) -> connection.pingInterval(Duration.ofSeconds(15))));
			assertThat(server.options().maxConnections()).isEqualTo(20_000);
		}
	}

	@Test
	void compression() {
		AeroServer.Builder builder = AeroServer.builder()
			.options((options) -> options.connection((connection) -> connection
				.compression(CompressionOptions.of(CompressionMode.SHARED).withLevel(6).withMinSize(512))));
		assertThat(builder.build().options().connection().compression().level()).isEqualTo(6);
	}

	@Test
	void extensions() {
		try (TestServer server = TestServer.started((builder) -> builder.route("/", TestServer.ECHO)
			.options((options) -> options.extensions(List.of(new Inversion()))));
				RawPeer peer = server.open("/", "Sec-WebSocket-Extensions: x-inversion")) {
			peer.write(ClientFrames.frame(0xA2, new byte[] { 1, 2 }));
			assertThat(peer.read(4)).containsExactly(0xA2, 2, 1, 2);
			peer.closeRegularly();
		}
	}

	@Test
	void routes() {
		ConnectionHandler prices = ConnectionHandler.of((connection, message) -> connection.send(message));
		RouteOptions large = new RouteOptions(
				ConnectionOptions.builder().maxMessageSize(4 << 20).maxFragments(4096).build(), List.of("v2.prices"),
				null);
		AeroServer.Builder builder = AeroServer.builder().route("/prices/{symbol}", prices, large);
		assertThat(builder.build().state()).isEqualTo(AeroServer.State.NEW);
	}

	@Test
	void handlers() {
		Orders orders = new Orders();
		assertThat(orders.execution(ConnectionHandler.Event.BINARY)).isEqualTo(Execution.WORKER);
		assertThat(orders.onMessage(null, Message.text("x"))).isNull();
	}

	@Test
	void interceptors() {
		HandshakeInterceptor tokens = (handshake) -> {
			String token = handshake.headers().first("Authorization");
			if (token == null) {
				return new HandshakeDecision.Refuse(401, "A token is needed", Map.of("WWW-Authenticate", "Bearer"))
					.now();
			}
			handshake.attributes().put("token", token);
			return verify(token).thenApply((name) -> HandshakeDecision.accept(() -> name));
		};
		try (TestServer server = TestServer
			.started((builder) -> builder.route("/", TestServer.ECHO).interceptor(tokens));
				RawPeer refused = server.connect();
				RawPeer peer = server.open("/", "Authorization: Bearer x")) {
			refused.write(RawRequest.to("/").bytes());
			assertThat(refused.readResponse().header("WWW-Authenticate")).isEqualTo("Bearer");
			peer.assertEchoes("x").closeRegularly();
		}
	}

	@Test
	void sending() {
		RecordingHandler handler = new RecordingHandler();
		try (TestServer test = TestServer.started((builder) -> builder.route("/", handler));
				RawPeer peer = test.open("/")) {
			AeroServer server = test.server();
			Connection connection = handler.awaitOpen();
			SendResult result = connection.sendText("tick");
			if (!result.isAccepted()) {
				connection.attributes().put("missed", result);
			}
			connection.sendTextAsync("tock").thenRun(() -> connection.close(CloseCode.NORMAL, "that was all"));
			PreparedMessage news = PreparedMessage.text("news for all");
			server.connections().broadcast(news, (other) -> other.attributes().containsKey("subscribed"));
			List<String> audit = new CopyOnWriteArrayList<>();
			ConnectionIndex<String> rooms = server.connections()
				.index((handshake) -> handshake.pathVariables().get("room"));
			server.connections()
				.broadcastAndCount(news, rooms.find("lobby"))
				.thenAccept((count) -> audit.add(count.accepted() + " of " + count.matched()));
			assertThat(peer.readUntilClose()).hasSize(3);
			await().untilAsserted(() -> assertThat(audit).containsExactly("0 of 0"));
		}
	}

	@Test
	void streaming() throws IOException {
		Path recording = Files.writeString(this.directory.resolve("recording"), "a very long recording");
		RecordingHandler handler = new RecordingHandler();
		try (TestServer test = TestServer.started((builder) -> builder.route("/", handler));
				RawPeer peer = test.open("/")) {
			Connection connection = handler.awaitOpen();
			connection.sendStream(MessageSource.binary(recording)).thenRun(() -> connection.sendText("that was it"));
			assertThat(peer.readFrame().text()).isEqualTo("a very long recording");
			assertThat(peer.readFrame().text()).isEqualTo("that was it");
			peer.closeRegularly();
		}
	}

	@Test
	void receivingInFragments() {
		MessageDigest digest = sha256();
		FragmentHandler upload = (connection, fragment) -> {
			digest.update(fragment.payload());
			if (fragment.isLast()) {
				connection.sendText(HexFormat.of().formatHex(digest.digest()));
			}
			return null;
		};
		RouteOptions large = new RouteOptions(ConnectionOptions.builder()
			.maxMessageSize(8L << 30) // 8 GiB
			.maxFragments(1_000_000)
			.build(), null, null);
		try (TestServer test = TestServer.started((builder) -> builder.route("/upload", upload, large));
				RawPeer peer = test.open("/upload")) {
			peer.write(ClientFrames.text("abc"));
			assertThat(peer.readFrame().text()).startsWith("ba7816bf");
			peer.closeRegularly();
		}
	}

	@Test
	void draining() {
		AeroServer server = AeroServer.builder().port(0).build().start();
		server.stop(Duration.ofSeconds(20)).thenAccept((cut) -> report(cut + " connections were cut"));
		server.close();
		EngineSnapshot counters = server.snapshot();
		assertThat(counters.openConnections()).isZero();
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static CompletionStage<String> verify(String token) {
		return CompletableFuture.supplyAsync(() -> token.substring("Bearer ".length()));
	}

	private static void report(String line) {
		assertThat(line).startsWith("0 ");
	}

	private static Class<?> testClass(String name) throws ClassNotFoundException {
		for (Path directory : ALL_TESTS) {
			if (Files.exists(directory.resolve(name + ".java"))) {
				Path inPackage = TESTS.getParent().relativize(directory).resolve(name);
				return Class.forName("io.aerosocket." + inPackage.toString().replace(File.separatorChar, '.'));
			}
		}
		throw new ClassNotFoundException(name);
	}

	private static List<String> matches(String pattern, String text) {
		return Pattern.compile(pattern).matcher(text).results().map((MatchResult result) -> result.group(1)).toList();
	}

	/** Inverts every bit of every message. */
	static final class Inversion implements Extension {

		@Override
		public String name() {
			return "x-inversion";
		}

		@Override
		public ReservedBit bit() {
			return ReservedBit.RSV2;
		}

		@Override
		public ExtensionAgreement accept(ExtensionParameters offer) {
			// null declines, and the client's next offer is tried
			return offer.parameters().isEmpty() ? new ExtensionAgreement(offer, Session::new) : null;
		}

		@Override
		public List<ExtensionParameters> offers() {
			return List.of(ExtensionParameters.of(name()));
		}

		@Override
		public ExtensionAgreement confirm(ExtensionParameters answer) {
			if (!answer.parameters().isEmpty()) {
				throw new HandshakeException(101, "x-inversion has no parameters");
			}
			return new ExtensionAgreement(answer, Session::new);
		}

		/** One connection: all calls come on its event loop. */
		static final class Session implements ExtensionSession {

			@Override
			public void inbound(ByteBuffer piece, boolean last, PayloadSink out) {
				out.accept(invert(piece));
			}

			@Override
			public boolean outbound(ByteBuffer message, boolean text, PayloadSink out) {
				out.accept(invert(message));
				return true; // false leaves the message as it is
			}

			@Override
			public Object variant() {
				// the same on every connection: a broadcast is inverted once
				return "inverted";
			}

			@Override
			public void close() {
				// nothing to let go of
			}

			private static ByteBuffer invert(ByteBuffer in) {
				ByteBuffer inverted = ByteBuffer.allocate(in.remaining());
				while (in.hasRemaining()) {
					inverted.put((byte) ~in.get());
				}
				return inverted.flip();
			}

		}

	}

	static class Orders implements ConnectionHandler {

		@Override
		public CompletionStage<?> onMessage(Connection connection, Message message) {
			store(message.toByteArray()); // may block: it runs on a worker
			return null;
		}

		@Override
		public Execution execution(Event event) {
			return Execution.WORKER;
		}

		private void store(byte[] order) {
			assertThat(order).isNotEmpty();
		}

	}

}
