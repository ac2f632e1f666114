package io.aerosocket.spring.observation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.aerosocket.ConnectionAttribute;
import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.telemetry.HandshakeOutcome;
import io.aerosocket.telemetry.TimingListener;

/**
 * Observes handshakes: begins before all interceptors, and ends when the engine says how
 * it ended.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class HandshakeObservations implements HandshakeInterceptor, TimingListener {

	private static final ConnectionAttribute<Observation> OBSERVATION = ConnectionAttribute
		.of(HandshakeObservations.class.getName(), Observation.class);

	private final ObservationRegistry registry;

	private final @Nullable AeroSocketHandshakeObservationConvention convention;

	/**
	 * Creates the observer.
	 * @param registry where observations go
	 * @param convention names them, or {@code null} for the default
	 */
	public HandshakeObservations(ObservationRegistry registry,
			@Nullable AeroSocketHandshakeObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public CompletionStage<HandshakeDecision> intercept(Handshake handshake) {
		if (!this.registry.isNoop()) {
			Observation observation = AeroSocketObservation.HANDSHAKE.observation(this.convention,
					new DefaultAeroSocketHandshakeObservationConvention(),
					() -> new AeroSocketHandshakeObservationContext(handshake), this.registry);
			if (!observation.isNoop()) {
				handshake.set(OBSERVATION, observation.start());
			}
		}
		return CompletableFuture.completedFuture(HandshakeDecision.accept());
	}

	@Override
	public void handshakeEnded(HandshakeOutcome outcome, @Nullable Handshake handshake, long nanos) {
		if (this.registry.isNoop()) {
			// None was begun, and to ask for attributes makes a map of them.
			return;
		}
		// Taken out: a connection does not keep it.
		Object begun = (handshake != null) ? handshake.attributes().remove(HandshakeObservations.class.getName())
				: null;
		if (begun instanceof Observation observation) {
			if (observation.getContext() instanceof AeroSocketHandshakeObservationContext context) {
				context.setOutcome(outcome);
			}
			observation.stop();
		}
	}

}
