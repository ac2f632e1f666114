package io.aerosocket.internal.handshake;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeDecision;

/**
 * Checks a request against what RFC 6455 section 4.2.1 asks of a client.
 */
public final class ServerHandshake {

	private static final String VERSION = "13";

	private ServerHandshake() {
	}

	/**
	 * Checks a request for a path that exists.
	 * @param head the request
	 * @param origins which pages may connect
	 * @return how to refuse it, or {@code null} if it may go on
	 */
	public static HandshakeDecision.@Nullable Refuse check(RequestHead head, OriginPolicy origins) {
		if (!head.method().equals("GET")) {
			return new HandshakeDecision.Refuse(405, "A WebSocket is opened with GET", Map.of("Allow", "GET"));
		}
		List<String> hosts = head.all("Host");
		if (hosts.size() != 1 || !OriginPolicy.isHost(hosts.get(0))) {
			return refuse("exactly one Host is needed, a name or an address and perhaps a port");
		}
		if (!head.hasToken("Upgrade", "websocket")) {
			return head.all("Sec-WebSocket-Key").isEmpty() ? notAWebSocket() : refuse("Upgrade: websocket is needed");
		}
		if (!head.hasToken("Connection", "Upgrade")) {
			return refuse("Connection: Upgrade is needed");
		}
		if (head.first("Transfer-Encoding") != null || !head.all("Content-Length").stream().allMatch("0"::equals)) {
			return refuse("a handshake has no body");
		}
		HandshakeDecision.Refuse refusal = checkFields(head);
		if (refusal == null && !origins.accepts(head)) {
			return new HandshakeDecision.Refuse(403, "This origin is not allowed", Map.of());
		}
		return refusal;
	}

	private static HandshakeDecision.@Nullable Refuse checkFields(RequestHead head) {
		List<String> version = head.all("Sec-WebSocket-Version");
		if (version.isEmpty()) {
			return refuse("Sec-WebSocket-Version is needed");
		}
		if (!version.equals(List.of(VERSION))) {
			return new HandshakeDecision.Refuse(426, "Version 13 of WebSocket is needed",
					Map.of("Sec-WebSocket-Version", VERSION));
		}
		List<String> keys = head.all("Sec-WebSocket-Key");
		if (keys.size() != 1 || !AcceptKey.isKey(keys.get(0))) {
			return refuse("one Sec-WebSocket-Key of 16 bytes in base64 is needed");
		}
		if (SubprotocolChoice.offered(head) == null) {
			return refuse("Sec-WebSocket-Protocol is a list of tokens");
		}
		return null;
	}

	private static HandshakeDecision.Refuse notAWebSocket() {
		return new HandshakeDecision.Refuse(426,
				"This is a WebSocket endpoint: connect with ws:// or wss:// instead of http:// or https://",
				Map.of("Upgrade", "websocket", "Sec-WebSocket-Version", VERSION));
	}

	private static HandshakeDecision.Refuse refuse(String rule) {
		return new HandshakeDecision.Refuse(400, "Not a WebSocket handshake: " + rule, Map.of());
	}

}
