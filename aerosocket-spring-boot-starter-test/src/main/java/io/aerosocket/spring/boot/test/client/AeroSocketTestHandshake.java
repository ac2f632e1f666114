package io.aerosocket.spring.boot.test.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * A handshake that a test describes (RFC 6455 section 4.1). Not safe for several threads
 * at a time.
 */
public final class AeroSocketTestHandshake {

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

	private final AeroSocketTestClient client;

	private final String target;

	private final List<String> fields = new ArrayList<>();

	private String extensions = "";

	private @Nullable String user;

	private int receiveBuffer;

	AeroSocketTestHandshake(AeroSocketTestClient client, String target) {
		this.client = client;
		this.target = target;
	}

	/**
	 * Adds a header field.
	 * @param name the name
	 * @param value the value
	 * @return this handshake
	 */
	public AeroSocketTestHandshake header(String name, String value) {
		this.fields.add(name + ": " + value);
		if (EXTENSIONS.equalsIgnoreCase(name)) {
			this.extensions += value + ", ";
		}
		return this;
	}

	/**
	 * Offers subprotocols.
	 * @param names the names, the favourite first
	 * @return this handshake
	 */
	public AeroSocketTestHandshake subprotocols(String... names) {
		return header("Sec-WebSocket-Protocol", String.join(", ", names));
	}

	/**
	 * Offers compression (RFC 7692). If the server agrees, messages are compressed both
	 * ways; {@link AeroSocketTestConnection#receiveFrame() frames} stay as they came, and
	 * {@link AeroSocketTestConnection#sendFrame(boolean, int, byte...) frames} that are
	 * sent stay as they are.
	 * @return this handshake
	 */
	public AeroSocketTestHandshake compression() {
		return header(EXTENSIONS, CompressionAgreement.NAME);
	}

	/**
	 * Offers compression with parameters.
	 * @param parameters such as {@code client_no_context_takeover} or
	 * {@code server_max_window_bits=10}, offered as they are
	 * @return this handshake
	 * @see #compression()
	 */
	public AeroSocketTestHandshake compression(String... parameters) {
		return header(EXTENSIONS, CompressionAgreement.NAME + "; " + String.join("; ", parameters));
	}

	/**
	 * Comes from a page of a browser.
	 * @param origin such as {@code https://example.org}
	 * @return this handshake
	 */
	public AeroSocketTestHandshake origin(String origin) {
		return header("Origin", origin);
	}

	/**
	 * Comes as a user whom the server takes for known: handlers and interceptors see a
	 * {@link java.security.Principal} of that name. Possible with the client that is a
	 * bean of the application under test.
	 * @param name the name
	 * @return this handshake
	 */
	public AeroSocketTestHandshake user(String name) {
		this.user = name;
		return this;
	}

	/**
	 * Bounds what may be on its way to a client that has stopped reading.
	 * @param bytes the bytes; an operating system takes them for a hint
	 * @return this handshake
	 * @see AeroSocketTestFaults#stopReading()
	 */
	public AeroSocketTestHandshake receiveBuffer(int bytes) {
		this.receiveBuffer = bytes;
		return this;
	}

	/**
	 * Connects and expects to be accepted.
	 * @return the connection, which the client ends when the test does not
	 * @throws AssertionError if the server refuses, or cannot be reached
	 */
	public AeroSocketTestConnection connect() {
		String key = newKey();
		Conversation conversation = begin(key);
		HandshakeResponse response = conversation.awaitResponse();
		if (response.status() != HandshakeResponse.SWITCHING_PROTOCOLS) {
			throw conversation.failure("Expected the handshake to be accepted, but the server refused it: " + response,
					null);
		}
		if (!accept(key).equals(response.header("Sec-WebSocket-Accept"))) {
			throw conversation.failure("Expected Sec-WebSocket-Accept: " + accept(key) + ", but received "
					+ response.header("Sec-WebSocket-Accept"), null);
		}
		return this.client.opened(conversation, response);
	}

	/**
	 * Connects and expects to be refused.
	 * @param status the HTTP status, such as 403
	 * @return what the server answered
	 * @throws AssertionError if it accepts, or refuses with another status
	 */
	public HandshakeResponse expectRefused(int status) {
		Conversation conversation = begin(newKey());
		HandshakeResponse response = conversation.awaitResponse();
		conversation.wire().hangUp();
		if (response.status() == HandshakeResponse.SWITCHING_PROTOCOLS) {
			throw conversation
				.failure("Expected the handshake to be refused with " + status + ", but the server accepted it", null);
		}
		if (response.status() != status) {
			throw conversation.failure("Expected the handshake to be refused with " + status
					+ ", but the server refused it with " + response, null);
		}
		return response;
	}

	private Conversation begin(String key) {
		Conversation conversation = this.client.open(this.target, this.receiveBuffer);
		StringBuilder head = new StringBuilder("GET ").append(this.target)
			.append(" HTTP/1.1\r\nHost: ")
			.append(this.client.authority())
			.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13")
			.append("\r\nSec-WebSocket-Key: ")
			.append(key)
			.append("\r\n");
		if (this.user != null) {
			head.append(this.client.userField(this.user)).append("\r\n");
		}
		this.fields.forEach((field) -> head.append(field).append("\r\n"));
		conversation.offer(this.extensions);
		conversation.sendHead(head.append("\r\n").toString());
		return conversation;
	}

	private static String newKey() {
		byte[] nonce = new byte[16];
		ThreadLocalRandom.current().nextBytes(nonce);
		return Base64.getEncoder().encodeToString(nonce);
	}

	private static String accept(String key) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
