package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseReason;
import io.aerosocket.PreparedMessage;
import io.aerosocket.internal.message.EncodedMessage;

/**
 * What messages pass on their way: one look for a log that is hardly ever there. On event
 * loops.
 */
final class Traffic {

	private Traffic() {
	}

	static void received(WebSocketConnection connection, boolean text, ByteBuffer bytes, int index, int length) {
		TrafficLog log = log(connection);
		if (log != null) {
			log.received(connection, text, bytes, index, length);
		}
	}

	static void receivedPiece(WebSocketConnection connection, boolean text, boolean last, int length) {
		TrafficLog log = log(connection);
		if (log != null) {
			log.receivedPiece(connection, text, last, length);
		}
	}

	static void receivedControl(WebSocketConnection connection, String kind, ByteBuffer bytes, int index, int length) {
		TrafficLog log = log(connection);
		if (log != null) {
			log.receivedControl(connection, kind, bytes, index, length);
		}
	}

	static void receivedClose(WebSocketConnection connection, CloseReason reason) {
		TrafficLog log = log(connection);
		if (log != null) {
			log.receivedClose(connection, reason);
		}
	}

	static void sent(WebSocketConnection connection, EncodedMessage message) {
		TrafficLog log = log(connection);
		if (log != null) {
			log.sent(connection, message);
		}
	}

	static void sent(WebSocketConnection connection, PreparedMessage message) {
		TrafficLog log = log(connection);
		if (log != null) {
			log.sent(connection, message);
		}
	}

	static void sends(WebSocketConnection connection, Outgoing message) {
		TrafficLog log = log(connection);
		if (log != null) {
			log.sends(connection, message);
		}
	}

	static void sentPiece(WebSocketConnection connection, boolean text, boolean last, int length) {
		TrafficLog log = log(connection);
		if (log != null) {
			log.sentPiece(connection, text, last, length);
		}
	}

	static void sentControl(WebSocketConnection connection, int opcode, byte[] payload) {
		TrafficLog log = log(connection);
		if (log != null) {
			log.sentControl(connection, opcode, payload);
		}
	}

	static @Nullable TrafficLog log(WebSocketConnection connection) {
		return connection.endpoint().current().traffic();
	}

}
