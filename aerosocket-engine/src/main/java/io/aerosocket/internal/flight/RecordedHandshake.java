package io.aerosocket.internal.flight;

import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Handshake;
import io.aerosocket.telemetry.HandshakeOutcome;
import io.aerosocket.telemetry.HandshakeRefusal;

/**
 * A handshake whose time is taken.
 */
public interface RecordedHandshake {

	/**
	 * The handshake has ended.
	 * @param outcome how
	 * @param handshake the handshake, if it came so far
	 * @param refusal why it was refused, {@code null} unless it was
	 * @param peer who asked
	 */
	void ended(HandshakeOutcome outcome, @Nullable Handshake handshake, @Nullable HandshakeRefusal refusal,
			SocketAddress peer);

}
