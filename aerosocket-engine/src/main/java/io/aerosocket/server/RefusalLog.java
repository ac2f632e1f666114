package io.aerosocket.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.telemetry.HandshakeRefusal;
import io.aerosocket.telemetry.LogGate;
import io.aerosocket.telemetry.RefusalReason;

/**
 * Warns of refusals that a setting is the reason of, each kind once in a while.
 */
final class RefusalLog {

	private static final Logger logger = LoggerFactory.getLogger(Upgrades.class);

	private final Map<RefusalReason, LogGate> gates = new EnumMap<>(RefusalReason.class);

	private final IntSupplier connections;

	RefusalLog(IntSupplier connections) {
		this.connections = connections;
		for (RefusalReason reason : RefusalReason.values()) {
			this.gates.put(reason, new LogGate());
		}
	}

	void refused(HandshakeRefusal refusal) {
		switch (refusal.reason()) {
			case FULL -> warn(refusal, "503, because " + this.connections.getAsInt() + " connections are open",
					"connection.max (maxConnections without Spring)");
			case CROWDED -> warn(refusal,
					((refusal.status() == HandshakeRefusal.NO_ANSWER) ? "the end of its socket"
							: "503 and that end at once") + ", because " + this.connections.getAsInt()
							+ " connections are open and as many more " + "sockets as may have not finished theirs",
					"connection.max (maxConnections without Spring)");
			case ADDRESS_LIMIT -> warn(refusal,
					((refusal.status() == HandshakeRefusal.NO_ANSWER) ? "the end of its socket" : "429")
							+ ", because too many come from " + refusal.remoteAddress(),
					"connection.max-per-address (AdmissionOptions.maxPerAddress without Spring)");
			case USER_LIMIT -> warn(refusal, "429, because its user has too many connections, on " + refusal.path(),
					"connection.max-per-user (AdmissionOptions.maxPerUser without Spring)");
			case FORWARDED -> warn(refusal,
					"400, because the trusted proxy of " + refusal.remoteAddress()
							+ " does not say in a well-formed way for whom it asks",
					"forwarded.header and forwarded.trusted-proxies (ProxyOptions without Spring)");
			case PROXY_HEADER -> warn(refusal,
					"the end of its connection, because " + refusal.remoteAddress()
							+ " is no trusted proxy, or sent no header of the PROXY protocol",
					"proxy-protocol and forwarded.trusted-proxies (ProxyOptions without Spring)");
			case TOO_LARGE -> warn(refusal, refusal.status() + ", because its request is larger than may be",
					"handshake.max-size (ServerOptions.maxHandshakeSize without Spring)");
			case MEMORY -> warn(refusal,
					((refusal.status() == HandshakeRefusal.NO_ANSWER) ? "the end of its socket" : "503")
							+ ", because unfinished handshakes take as much memory as they may",
					"inbound.memory-budget and handshake.max-size (SharedLimits.inboundMemoryBudget without Spring)");
			case TIMEOUT -> tooLate(refusal);
			// Not limits, or told of elsewhere.
			default -> {
			}
		}
	}

	// Browsers keep sockets in reserve, so that silence is nothing to warn of.
	private void tooLate(HandshakeRefusal refusal) {
		if (refusal.path() != null) {
			warn(refusal, "408, because it was not decided in time, on " + refusal.path(),
					"handshake.timeout (ServerOptions.handshakeTimeout without Spring)");
		}
	}

	private void warn(HandshakeRefusal refusal, String why, String property) {
		LogGate gate = this.gates.get(refusal.reason());
		if (gate != null && gate.opens()) {
			logger.warn("A handshake was refused with {}. See aerosocket.server.{}. {} more since the last such line.",
					why, property, gate.leftOut());
		}
	}

}
