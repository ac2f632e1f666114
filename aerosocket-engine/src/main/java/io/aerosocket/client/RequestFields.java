package io.aerosocket.client;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.aerosocket.internal.handshake.RequestHead;

/**
 * Checks what an application adds to a handshake's request, so that nothing of it can end
 * a line and begin another.
 */
final class RequestFields {

	/** What the handshake itself says. */
	private static final Set<String> RESERVED = Set.of("host", "upgrade", "connection", "content-length",
			"transfer-encoding", "te", "trailer", "expect");

	private static final String RESERVED_PREFIX = "sec-websocket-";

	private RequestFields() {
	}

	/**
	 * Checks header fields.
	 * @param headers value by name
	 * @return an unmodifiable copy, whose names compare without regard to case
	 * @throws IllegalArgumentException if one is malformed or the handshake's own
	 */
	static Map<String, String> checkHeaders(Map<String, String> headers) {
		Map<String, String> checked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.forEach((name, value) -> {
			checkName(name);
			// A value may be a secret: it is not for a message.
			if (value.chars().anyMatch((c) -> (c < ' ' && c != '\t') || c == 0x7F || c > 0xFF)) {
				throw new IllegalArgumentException(
						"value of header " + name + " (expected: printable characters of ISO 8859-1)");
			}
			if (checked.put(name, value.strip()) != null) {
				throw new IllegalArgumentException("header: " + name + " twice (expected: once)");
			}
		});
		return Collections.unmodifiableMap(checked);
	}

	private static void checkName(String name) {
		if (!isToken(name)) {
			throw new IllegalArgumentException("header: " + name + " (expected: a token such as X-Token)");
		}
		String lowerCase = name.toLowerCase(Locale.ROOT);
		if (RESERVED.contains(lowerCase) || lowerCase.startsWith(RESERVED_PREFIX)) {
			throw new IllegalArgumentException(
					"header: " + name + " (expected: another one, because the handshake needs this one itself)");
		}
	}

	/**
	 * Checks subprotocols (RFC 6455 section 4.1, step 10).
	 * @param subprotocols their names
	 * @return an unmodifiable copy
	 * @throws IllegalArgumentException if one is no token, or named twice
	 */
	static List<String> checkSubprotocols(List<String> subprotocols) {
		for (String name : subprotocols) {
			if (!isToken(name)) {
				throw new IllegalArgumentException("subprotocol: " + name + " (expected: a token such as v1.chat)");
			}
		}
		if (new LinkedHashSet<>(subprotocols).size() != subprotocols.size()) {
			throw new IllegalArgumentException("subprotocols: " + subprotocols + " (expected: each once)");
		}
		return List.copyOf(subprotocols);
	}

	private static boolean isToken(String name) {
		return !name.isEmpty() && name.chars().allMatch(RequestHead::isTokenCharacter);
	}

}
