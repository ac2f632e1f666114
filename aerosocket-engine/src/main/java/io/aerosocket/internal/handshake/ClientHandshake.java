package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeException;

/**
 * The client's side of one opening handshake: writes the request and checks the answer
 * (RFC 6455 section 4.1).
 */
public final class ClientHandshake {

	/** An answer that makes the connection a WebSocket. */
	public static final int SWITCHING_PROTOCOLS = 101;

	private static final SecureRandom random = new SecureRandom();

	private static final int KEY_BYTES = 16;

	private static final int TYPICAL_CHARACTERS = 512;

	private final String key;

	private final byte[] request;

	private final RequestHead head;

	private final List<String> subprotocols;

	private ClientHandshake(String key, byte[] request, List<String> subprotocols) {
		this.key = key;
		this.request = request;
		this.head = RequestHead.parse(request);
		this.subprotocols = subprotocols;
	}

	/**
	 * Begins a handshake, with a key of its own.
	 * @param host the value of {@code Host}
	 * @param target the path and query, percent-encoded
	 * @param headers further header fields, which must be well-formed
	 * @param subprotocols what is offered, the favourite first
	 * @param extensions the offer of extensions as the header field has it, or
	 * {@code null}
	 * @return the handshake
	 */
	public static ClientHandshake begin(String host, String target, Map<String, String> headers,
			List<String> subprotocols, @Nullable String extensions) {
		byte[] nonce = new byte[KEY_BYTES];
		random.nextBytes(nonce);
		String key = Base64.getEncoder().encodeToString(nonce);
		StringBuilder text = new StringBuilder(TYPICAL_CHARACTERS).append("GET ")
			.append(target)
			.append(" HTTP/1.1\r\nHost: ")
			.append(host)
			.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ")
			.append(key)
			.append("\r\nSec-WebSocket-Version: 13\r\n");
		if (!subprotocols.isEmpty()) {
			text.append("Sec-WebSocket-Protocol: ").append(String.join(", ", subprotocols)).append("\r\n");
		}
		if (extensions != null) {
			text.append("Sec-WebSocket-Extensions: ").append(extensions).append("\r\n");
		}
		headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
		byte[] request = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
		return new ClientHandshake(key, request, subprotocols);
	}

	/**
	 * Returns the request.
	 * @return the bytes to send, not to be changed
	 */
	public byte[] request() {
		return this.request;
	}

	/**
	 * Returns the request's head.
	 * @return the head
	 */
	public RequestHead head() {
		return this.head;
	}

	/**
	 * Checks an answer of status 101, but for its extensions.
	 * @param answer the answer
	 * @return the subprotocol that was agreed on, or {@code null}
	 * @throws HandshakeException if it breaks a rule
	 */
	public @Nullable String check(ResponseHead answer) {
		if (!answer.isHttp11()) {
			throw broken(answer, "protocols are switched in HTTP/1.1 only");
		}
		List<String> upgrade = answer.all("Upgrade");
		if (upgrade.size() != 1 || !upgrade.get(0).equalsIgnoreCase("websocket")) {
			throw broken(answer, "Upgrade: websocket and nothing else is needed");
		}
		if (!FieldLines.hasToken(answer.all("Connection"), "Upgrade")) {
			throw broken(answer, "Connection: Upgrade is needed");
		}
		String accept = new String(AcceptKey.accept(this.key), StandardCharsets.ISO_8859_1);
		if (!answer.all("Sec-WebSocket-Accept").equals(List.of(accept))) {
			throw broken(answer, "one Sec-WebSocket-Accept that fits the key is needed");
		}
		return checkSubprotocol(answer);
	}

	private @Nullable String checkSubprotocol(ResponseHead answer) {
		List<String> chosen = answer.all("Sec-WebSocket-Protocol");
		if (chosen.isEmpty()) {
			return null;
		}
		if (chosen.size() > 1 || !this.subprotocols.contains(chosen.get(0))) {
			throw broken(answer, "the subprotocol is " + String.join(", ", chosen) + " (expected: one of "
					+ this.subprotocols + ")");
		}
		return chosen.get(0);
	}

	private static HandshakeException broken(ResponseHead answer, String rule) {
		return new HandshakeException(answer.status(), "The server's handshake is wrong: " + rule, answer, "");
	}

}
