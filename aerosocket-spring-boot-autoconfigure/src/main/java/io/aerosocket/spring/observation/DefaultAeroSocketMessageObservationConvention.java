package io.aerosocket.spring.observation;

import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import io.aerosocket.spring.observation.AeroSocketObservation.MessageHighCardinalityKeys;
import io.aerosocket.spring.observation.AeroSocketObservation.MessageLowCardinalityKeys;

/**
 * Names observations of handled messages unless the application does.
 */
public class DefaultAeroSocketMessageObservationConvention implements AeroSocketMessageObservationConvention {

	@Override
	public String getName() {
		return "aerosocket.message";
	}

	@Override
	public @Nullable String getContextualName(AeroSocketMessageObservationContext context) {
		return "message " + path(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(AeroSocketMessageObservationContext context) {
		Throwable error = context.getError();
		return KeyValues.of(MessageLowCardinalityKeys.PATH.withValue(path(context)),
				MessageLowCardinalityKeys.TYPE.withValue(context.isText() ? "text" : "binary"),
				MessageLowCardinalityKeys.METHOD.withValue(
						context.getMethod().getDeclaringClass().getSimpleName() + "." + context.getMethod().getName()),
				MessageLowCardinalityKeys.EXCEPTION
					.withValue((error != null) ? error.getClass().getSimpleName() : "none"));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(AeroSocketMessageObservationContext context) {
		return KeyValues.of(MessageHighCardinalityKeys.CONNECTION.withValue(context.getConnection().id()),
				MessageHighCardinalityKeys.SIZE.withValue(Integer.toString(context.getSize())));
	}

	private static String path(AeroSocketMessageObservationContext context) {
		return context.getConnection().handshake().pathPattern();
	}

}
