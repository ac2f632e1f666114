package io.aerosocket.spring.boot.test.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Connects tests to an AeroSocket server, or to any other that speaks RFC 6455. In
 * {@code @AeroSocketTest} and {@code @SpringBootTest} it is a bean that knows the
 * application's server; {@link #forPort(int)} and {@link #forUri(String)} need no Spring.
 *
 * <pre class="code">
 * client.connect("/greet/de").sendText("Ada").expectText("Hallo, Ada").close(1000).expectClose(1000);
 * client.handshake("/admin").origin("https://example.org").expectRefused(403);
 * </pre>
 *
 * Whatever it waits for comes within its time-out, 10 seconds unless set, or the test
 * fails. Safe for any thread; the {@code with} methods return changed copies, which have
 * their connections in common.
 */
public final class AeroSocketTestClient implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final WireFactory wires;

	private final Duration timeout;

	private final @Nullable TestJson json;

	private final @Nullable UnaryOperator<String> users;

	private final Set<Conversation> open;

	private AeroSocketTestClient(WireFactory wires, Duration timeout, @Nullable TestJson json,
			@Nullable UnaryOperator<String> users, Set<Conversation> open) {
		this.wires = wires;
		this.timeout = timeout;
		this.json = json;
		this.users = users;
		this.open = open;
	}

	/**
	 * Creates a client for a server on this machine, without TLS.
	 * @param port the server's port
	 * @return the client
	 */
	public static AeroSocketTestClient forPort(int port) {
		return over(new SocketWires("localhost", () -> port, null));
	}

	/**
	 * Creates a client for a server. Over {@code wss} it trusts every certificate, as
	 * those of tests are seldom signed by somebody whom the JDK knows.
	 * @param uri such as {@code wss://localhost:8443}; its path does not matter
	 * @return the client
	 * @throws IllegalArgumentException if the URI's scheme is neither {@code ws} nor
	 * {@code wss}
	 */
	public static AeroSocketTestClient forUri(String uri) {
		return over(SocketWires.of(URI.create(uri), TrustEverybody.sslContext()));
	}

	/**
	 * Creates a client for a server with TLS.
	 * @param uri such as {@code wss://localhost:8443}; its path does not matter
	 * @param sslContext whom to trust, and who the client is
	 * @return the client
	 * @throws IllegalArgumentException if the URI's scheme is neither {@code ws} nor
	 * {@code wss}
	 */
	public static AeroSocketTestClient forUri(String uri, SSLContext sslContext) {
		return over(SocketWires.of(URI.create(uri), sslContext));
	}

	/**
	 * Creates a client that reaches its server in some other way.
	 * @param wires the way
	 * @return the client
	 */
	public static AeroSocketTestClient over(WireFactory wires) {
		return new AeroSocketTestClient(wires, TIMEOUT, null, null, ConcurrentHashMap.newKeySet());
	}

	/**
	 * Changes how long to wait for anything.
	 * @param timeout the time, more than zero
	 * @return a changed copy
	 */
	public AeroSocketTestClient withTimeout(Duration timeout) {
		return new AeroSocketTestClient(this.wires, checked(timeout), this.json, this.users, this.open);
	}

	/**
	 * Changes how objects become JSON.
	 * @param json such as {@link TestJson#jackson(JsonMapper)}; Jackson's shared mapper
	 * unless set
	 * @return a changed copy
	 */
	public AeroSocketTestClient withJson(TestJson json) {
		return new AeroSocketTestClient(this.wires, this.timeout, json, this.users, this.open);
	}

	/**
	 * Changes how a handshake tells the server who its user is.
	 * @param users makes a header field, such as {@code "Authorization: Bearer …"}, from
	 * a user's name
	 * @return a changed copy
	 * @see AeroSocketTestHandshake#user(String)
	 */
	public AeroSocketTestClient withUsers(UnaryOperator<String> users) {
		return new AeroSocketTestClient(this.wires, this.timeout, this.json, users, this.open);
	}

	/**
	 * Connects and expects to be accepted.
	 * @param target path and query, such as {@code /chat/lobby?name=Ada}
	 * @return the connection
	 * @throws AssertionError if the server refuses, or cannot be reached
	 */
	public AeroSocketTestConnection connect(String target) {
		return handshake(target).connect();
	}

	/**
	 * Describes a handshake.
	 * @param target path and query
	 * @return the handshake, which nothing has been sent of
	 */
	public AeroSocketTestHandshake handshake(String target) {
		return new AeroSocketTestHandshake(this, target);
	}

	/**
	 * Connects and sends nothing.
	 * @return the socket
	 * @throws AssertionError if the server cannot be reached
	 */
	public AeroSocketTestSocket openSocket() {
		return new AeroSocketTestSocket(open("", 0));
	}

	/**
	 * Ends all connections of this client and of its copies, without waiting. It can be
	 * used again afterwards. The bean of an application under test does so after each
	 * test.
	 */
	@Override
	public void close() {
		this.open.removeIf((conversation) -> {
			conversation.leave();
			return true;
		});
	}

	static Duration checked(Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("timeout: " + timeout + " (expected: more than zero)");
		}
		return timeout;
	}

	String authority() {
		return this.wires.authority();
	}

	String userField(String name) {
		if (this.users == null) {
			throw new IllegalStateException("This client has no means to come as user '" + name
					+ "': use the one that is a bean of the application under test, or withUsers()");
		}
		return this.users.apply(name);
	}

	Conversation open(String target, int receiveBuffer) {
		String title = (this.wires.isSecure() ? "wss://" : "ws://") + this.wires.authority() + target;
		Wire wire;
		try {
			wire = this.wires.connect(this.timeout, receiveBuffer);
		}
		catch (IOException ex) {
			throw new AssertionError("Could not connect to " + title + ": " + ex.getMessage(), ex);
		}
		Conversation conversation = new Conversation(wire, title, this.timeout);
		this.open.add(conversation);
		conversation.start();
		return conversation;
	}

	AeroSocketTestConnection opened(Conversation conversation, HandshakeResponse response) {
		return new AeroSocketTestConnection(conversation, response,
				(this.json != null) ? this.json : new SharedJackson());
	}

	@Override
	public String toString() {
		return "AeroSocketTestClient[" + this.wires.authority() + "]";
	}

	/**
	 * Looks for Jackson only when a test speaks JSON.
	 */
	private static final class SharedJackson implements TestJson {

		@Override
		public String write(Object object) {
			return TestJson.jackson(JsonMapper.shared()).write(object);
		}

		@Override
		public <T> T read(String json, Class<T> type) {
			return TestJson.jackson(JsonMapper.shared()).read(json, type);
		}

	}

}
