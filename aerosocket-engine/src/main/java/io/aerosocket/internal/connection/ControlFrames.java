package io.aerosocket.internal.connection;

import org.jspecify.annotations.Nullable;

import io.aerosocket.internal.frame.Opcode;

/**
 * The control frames of one connection that wait for their turn. Made when one has to:
 * most connections have none for most of the time.
 * <p>
 * Of several Pings or Pongs only the latest is kept, as RFC 6455 section 5.5.3 allows.
 */
final class ControlFrames {

	private byte @Nullable [] ping;

	private byte @Nullable [] pong;

	private byte @Nullable [] close;

	void ping(byte[] payload) {
		this.ping = payload;
	}

	void pong(byte[] payload) {
		this.pong = payload;
	}

	void close(byte[] payload) {
		this.close = payload;
	}

	boolean hasPingOrPong() {
		return this.ping != null || this.pong != null;
	}

	boolean isEmpty() {
		return this.close == null && !hasPingOrPong();
	}

	/**
	 * Writes what may pass the messages that wait.
	 * @param outbound writes
	 */
	void writePingAndPong(Outbound outbound) {
		byte[] nextPing = this.ping;
		byte[] nextPong = this.pong;
		this.ping = null;
		this.pong = null;
		if (nextPing != null) {
			outbound.writeFrame(Opcode.PING, nextPing);
		}
		if (nextPong != null) {
			outbound.writeFrame(Opcode.PONG, nextPong);
		}
	}

	/**
	 * Writes the Close, behind which nothing is.
	 * @param outbound writes
	 * @return whether there was one
	 */
	boolean writeClose(Outbound outbound) {
		byte[] payload = this.close;
		this.close = null;
		if (payload != null) {
			outbound.writeClose(payload);
		}
		return payload != null;
	}

}
