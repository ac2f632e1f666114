package io.aerosocket.spring.observation;

import java.util.Locale;

import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import io.aerosocket.spring.observation.AeroSocketObservation.HandshakeHighCardinalityKeys;
import io.aerosocket.spring.observation.AeroSocketObservation.HandshakeLowCardinalityKeys;
import io.aerosocket.telemetry.HandshakeOutcome;

/**
 * Names observations of handshakes unless the application does.
 */
public class DefaultAeroSocketHandshakeObservationConvention implements AeroSocketHandshakeObservationConvention {

	@Override
	public String getName() {
		return "aerosocket.handshake";
	}

	@Override
	public @Nullable String getContextualName(AeroSocketHandshakeObservationContext context) {
		return "handshake " + context.getHandshake().pathPattern();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(AeroSocketHandshakeObservationContext context) {
		HandshakeOutcome outcome = context.getOutcome();
		return KeyValues.of(HandshakeLowCardinalityKeys.PATH.withValue(context.getHandshake().pathPattern()),
				HandshakeLowCardinalityKeys.OUTCOME
					.withValue((outcome != null) ? outcome.name().toLowerCase(Locale.ROOT) : "none"),
				HandshakeLowCardinalityKeys.SECURE.withValue(Boolean.toString(context.getHandshake().isSecure())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(AeroSocketHandshakeObservationContext context) {
		return KeyValues.of(HandshakeHighCardinalityKeys.REQUESTED_PATH.withValue(context.getHandshake().path()),
				HandshakeHighCardinalityKeys.PEER.withValue(String.valueOf(context.getHandshake().remoteAddress())));
	}

}
