package io.aerosocket.spring.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Handshake;
import io.aerosocket.telemetry.HandshakeOutcome;

/**
 * What is known of an observed handshake. Its header fields carry the parent of its span,
 * such as {@code traceparent} of W3C.
 */
public final class AeroSocketHandshakeObservationContext extends ReceiverContext<Handshake> {

	private final Handshake handshake;

	private @Nullable HandshakeOutcome outcome;

	/**
	 * Creates the context.
	 * @param handshake the handshake
	 */
	public AeroSocketHandshakeObservationContext(Handshake handshake) {
		super((carrier, name) -> carrier.headers().first(name), Kind.SERVER);
		setCarrier(handshake);
		this.handshake = handshake;
	}

	/**
	 * Returns what is observed.
	 * @return the handshake
	 */
	public Handshake getHandshake() {
		return this.handshake;
	}

	/**
	 * Returns how it ended.
	 * @return the outcome, or {@code null} before its end
	 */
	public @Nullable HandshakeOutcome getOutcome() {
		return this.outcome;
	}

	void setOutcome(HandshakeOutcome ended) {
		this.outcome = ended;
	}

}
