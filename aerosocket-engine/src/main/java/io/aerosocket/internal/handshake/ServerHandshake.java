package io.aerosocket.internal.handshake;

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
		UpgradeFields fields = head.upgradeFields();
		if (fields.hosts() != 1 || !fields.isHost()) {
			return refuse("exactly one Host is needed, a name or an address and perhaps a port");
		}
		if (!head.isForHost(fields)) {
			return refuse("Host and the request target name different hosts");
		}
		if (!fields.upgradesToWebSocket()) {
			return (fields.keys() == 0) ? notAWebSocket() : refuse("Upgrade: websocket is needed");
		}
		if (!fields.upgradesConnection()) {
			return refuse("Connection: Upgrade is needed");
		}
		if (fields.hasBody()) {
			return refuse("a handshake has no body");
		}
		HandshakeDecision.Refuse refusal = checkFields(fields);
		if (refusal == null && !origins.accepts(head, fields)) {
			return new HandshakeDecision.Refuse(403, "This origin is not allowed", Map.of());
		}
		return refusal;
	}

	private static HandshakeDecision.@Nullable Refuse checkFields(UpgradeFields fields) {
		if (fields.versions() == 0) {
			return refuse("Sec-WebSocket-Version is needed");
		}
		if (!fields.isVersion13()) {
			return new HandshakeDecision.Refuse(426, "Version 13 of WebSocket is needed",
					Map.of("Sec-WebSocket-Version", VERSION));
		}
		if (fields.keys() != 1 || !fields.isKey()) {
			return refuse("one Sec-WebSocket-Key of 16 bytes in base64 is needed");
		}
		if (!fields.subprotocolsAreTokens()) {
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
