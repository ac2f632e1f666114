package io.aerosocket.internal.flight;

import java.net.SocketAddress;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Handshake;
import io.aerosocket.telemetry.HandshakeOutcome;
import io.aerosocket.telemetry.HandshakeRefusal;

/**
 * A handshake, from the accepted socket to its end.
 */
@Name("io.aerosocket.Handshake")
@Label("WebSocket Handshake")
@Category("AeroSocket")
@Description("A handshake that ended, timed since its socket was accepted, TLS included")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class HandshakeEvent extends Event implements RecordedHandshake {

	private static final HandshakeEvent PROBE = new HandshakeEvent();

	@Label("Outcome")
	private @Nullable String outcome;

	@Label("Reason")
	@Description("Why it was refused")
	private @Nullable String reason;

	@Label("Status")
	@Description("The HTTP status of the answer, 0 without one")
	private int status;

	@Label("Path Pattern")
	@Description("The pattern of the handler's path, \"unknown\" if the request did not come so far")
	private @Nullable String path;

	@Label("Peer")
	private @Nullable String peer;

	@Label("TLS")
	private boolean secure;

	static @Nullable RecordedHandshake begun() {
		if (!PROBE.isEnabled()) {
			return null;
		}
		HandshakeEvent event = new HandshakeEvent();
		event.begin();
		return event;
	}

	@Override
	public void ended(HandshakeOutcome how, @Nullable Handshake handshake, @Nullable HandshakeRefusal refusal,
			SocketAddress asking) {
		end();
		if (!shouldCommit()) {
			return;
		}
		this.outcome = how.name();
		if (refusal != null) {
			this.reason = refusal.reason().name();
			this.status = refusal.status();
		}
		else {
			this.status = (how == HandshakeOutcome.ACCEPTED) ? 101 : HandshakeRefusal.NO_ANSWER;
		}
		this.path = (handshake != null) ? handshake.pathPattern() : "unknown";
		this.secure = handshake != null && handshake.isSecure();
		this.peer = String.valueOf(asking);
		commit();
	}

}
