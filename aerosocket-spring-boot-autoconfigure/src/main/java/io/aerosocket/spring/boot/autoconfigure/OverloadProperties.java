package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import io.aerosocket.server.OverloadOptions;

/**
 * When the server takes no new connections, below {@code aerosocket.server.overload}.
 *
 * @param maxLoopLag How late an event loop may run. Any lateness if not set.
 * @param maxConnectionShare Share of 'connection.max' that may be open. All if not set.
 * @param maxMemoryShare Share of 'outbound.memory-budget' that may be used. All if not
 * set.
 * @param after Time that one of them has to be exceeded for. If a duration suffix is not
 * specified, seconds will be used.
 * @param hold Time that new connections are refused for at least. If a duration suffix is
 * not specified, seconds will be used.
 * @param retryAfter Time that refused peers are told to stay away, and up to half as much
 * again. If a duration suffix is not specified, seconds will be used.
 */
public record OverloadProperties(@Nullable Duration maxLoopLag, @Nullable Double maxConnectionShare,
		@Nullable Double maxMemoryShare, @DefaultValue("3s") @DurationUnit(ChronoUnit.SECONDS) Duration after,
		@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration hold,
		@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration retryAfter) {

	OverloadOptions options() {
		return new OverloadOptions((this.maxLoopLag != null) ? this.maxLoopLag : Duration.ZERO,
				(this.maxConnectionShare != null) ? this.maxConnectionShare : 1,
				(this.maxMemoryShare != null) ? this.maxMemoryShare : 1, this.after, this.hold, this.retryAfter);
	}

}
