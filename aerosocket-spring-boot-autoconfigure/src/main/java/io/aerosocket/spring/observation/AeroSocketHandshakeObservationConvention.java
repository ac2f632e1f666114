package io.aerosocket.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names observations of handshakes and their keys. A bean of this type replaces
 * {@link DefaultAeroSocketHandshakeObservationConvention}, which may be extended.
 */
public interface AeroSocketHandshakeObservationConvention
		extends ObservationConvention<AeroSocketHandshakeObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof AeroSocketHandshakeObservationContext;
	}

}
