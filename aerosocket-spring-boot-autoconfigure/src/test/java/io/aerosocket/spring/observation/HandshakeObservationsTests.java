package io.aerosocket.spring.observation;

import java.lang.reflect.Proxy;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import io.aerosocket.Handshake;
import io.aerosocket.telemetry.HandshakeOutcome;

import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * What handshakes pay for observations.
 */
class HandshakeObservationsTests {

	/** Fails whatever is asked of it. */
	private final Handshake untouched = (Handshake) Proxy.newProxyInstance(Handshake.class.getClassLoader(),
			new Class<?>[] { Handshake.class }, (proxy, method, arguments) -> {
				throw new AssertionError(method);
			});

	@Test
	void askNothingOfAHandshakeThatNobodyObserves() {
		HandshakeObservations observations = new HandshakeObservations(ObservationRegistry.NOOP, null);
		assertThatCode(() -> {
			observations.intercept(this.untouched);
			observations.handshakeEnded(HandshakeOutcome.ACCEPTED, this.untouched, 1);
		}).doesNotThrowAnyException();
	}

}
