package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import io.aerosocket.RateLimitOptions;
import io.aerosocket.RateLimitPolicy;

/**
 * How much peers may send, below {@code aerosocket.server.rate-limit}.
 *
 * @param messagesPerSecond Maximum number of messages that a connection may send in a
 * second, and as many Pings and Pongs again. Any number if not set.
 * @param bytesPerSecond Maximum size of the messages that a connection may send in a
 * second. Any size if not set.
 * @param burst Time whose messages and bytes may come at once after a pause. If a
 * duration suffix is not specified, seconds will be used.
 * @param policy What happens to a connection that sends more.
 * @param total How much all connections may send together.
 */
public record RateLimitProperties(@Nullable Long messagesPerSecond, @Nullable DataSize bytesPerSecond,
		@DefaultValue("1s") @DurationUnit(ChronoUnit.SECONDS) Duration burst,
		@DefaultValue("close") RateLimitPolicy policy, @DefaultValue Total total) {

	RateLimitOptions connection() {
		return options(this.messagesPerSecond, this.bytesPerSecond, this.burst, this.policy);
	}

	private static RateLimitOptions options(@Nullable Long messages, @Nullable DataSize bytes, Duration burst,
			RateLimitPolicy policy) {
		return new RateLimitOptions((messages != null) ? messages : 0, (bytes != null) ? bytes.toBytes() : 0, burst,
				policy);
	}

	/**
	 * How much all connections may send together.
	 *
	 * @param messagesPerSecond Maximum number of messages that all connections may send
	 * in a second. Any number if not set.
	 * @param bytesPerSecond Maximum size of the messages that all connections may send in
	 * a second. Any size if not set.
	 * @param burst Time whose messages and bytes may come at once after a pause. If a
	 * duration suffix is not specified, seconds will be used.
	 * @param policy What happens to a connection that sends more than is left.
	 */
	public record Total(@Nullable Long messagesPerSecond, @Nullable DataSize bytesPerSecond,
			@DefaultValue("1s") @DurationUnit(ChronoUnit.SECONDS) Duration burst,
			@DefaultValue("delay") RateLimitPolicy policy) {

		RateLimitOptions options() {
			return RateLimitProperties.options(this.messagesPerSecond, this.bytesPerSecond, this.burst, this.policy);
		}

	}

}
