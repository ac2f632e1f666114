package io.aerosocket.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names observations of handled messages and their keys. A bean of this type replaces
 * {@link DefaultAeroSocketMessageObservationConvention}, which may be extended.
 */
public interface AeroSocketMessageObservationConvention
		extends ObservationConvention<AeroSocketMessageObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof AeroSocketMessageObservationContext;
	}

}
