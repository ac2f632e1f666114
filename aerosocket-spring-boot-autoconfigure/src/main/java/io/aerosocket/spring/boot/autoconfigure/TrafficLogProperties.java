package io.aerosocket.spring.boot.autoconfigure;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.aerosocket.TrafficDirection;
import io.aerosocket.TrafficLogOptions;

/**
 * Whether messages are written to the log, below {@code aerosocket.server.traffic-log}.
 *
 * @param enabled Whether messages are written to the logger 'io.aerosocket.traffic'. For
 * finding faults: it is slow, and shows what peers say.
 * @param direction Which messages are written.
 * @param paths Paths whose messages are written: those of handlers, such as
 * '/chat/{room}', or as peers ask for them, such as '/chat/tea'. All if not set.
 * @param maxPayload Maximum size of what is written of each payload. Use '0' for none of
 * it.
 * @param maskedFields Names of JSON members whose values are left out, whatever their
 * case, and with or without '_' and '-'. Those of the usual secrets, such as 'password'
 * and 'token', if not set. Nothing is masked in binary messages.
 * @param maskedPatterns Regular expressions. What matches one in a text is left out.
 */
public record TrafficLogProperties(@DefaultValue("false") boolean enabled,
		@DefaultValue("both") TrafficDirection direction, @DefaultValue Set<String> paths,
		@DefaultValue("1KB") DataSize maxPayload, @Nullable Set<String> maskedFields,
		@DefaultValue List<String> maskedPatterns) {

	TrafficLogOptions options() {
		Set<String> fields = (this.maskedFields != null) ? this.maskedFields : TrafficLogOptions.OFF.maskedFields();
		return new TrafficLogOptions(this.enabled, this.direction, this.paths, (int) this.maxPayload.toBytes(), fields,
				this.maskedPatterns);
	}

}
