package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import io.aerosocket.CloseCode;
import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.RateLimitOptions;
import io.aerosocket.RateLimitPolicy;
import io.aerosocket.SlowConsumerPolicy;

/**
 * Where the connections of a path differ from those of the server, below
 * {@code aerosocket.server.paths}. What is not set is as the server, or the handler of
 * the path, has it.
 *
 * @param message Limits of received messages.
 * @param frame Limits of received frames.
 * @param compression Compression settings.
 * @param heartbeat Ping settings.
 * @param idleTimeout Time without a message in either direction after which a connection
 * is closed.
 * @param inbound Limits of what waits for handlers.
 * @param outbound Limits of what waits to be written.
 * @param rateLimit How much peers may send.
 */
public record PathProperties(@Nullable Message message, @Nullable Frame frame, @Nullable Compression compression,
		@Nullable Heartbeat heartbeat, @Nullable @DurationUnit(ChronoUnit.SECONDS) Duration idleTimeout,
		@Nullable Inbound inbound, @Nullable Outbound outbound,
		@Nullable RateLimit rateLimit) implements UnaryOperator<ConnectionOptions> {

	@Override
	public ConnectionOptions apply(ConnectionOptions server) {
		ConnectionOptions.Builder options = server.toBuilder();
		use(this.message, (values) -> values.applyTo(options));
		use(this.frame, (values) -> use(values.maxSize(), (size) -> options.maxFrameSize(size.toBytes())));
		use(this.compression, (values) -> options.compression(values.change(server.compression())));
		use(this.heartbeat, (values) -> values.applyTo(options));
		use(this.idleTimeout, options::idleTimeout);
		use(this.inbound, (values) -> values.applyTo(options));
		use(this.outbound, (values) -> values.applyTo(options));
		use(this.rateLimit, (values) -> options.rateLimit(values.change(server.rateLimit())));
		return options.build();
	}

	// What is too much is so in either case.
	private static int number(DataSize size) {
		return (int) Math.max(Integer.MIN_VALUE, Math.min(size.toBytes(), Integer.MAX_VALUE));
	}

	private static <T> void use(@Nullable T value, Consumer<T> setter) {
		if (value != null) {
			setter.accept(value);
		}
	}

	/**
	 * Limits of received messages.
	 *
	 * @param maxSize Maximum size of a received message.
	 * @param maxFragments Maximum number of frames that a received message may consist
	 * of.
	 */
	public record Message(@Nullable DataSize maxSize, @Nullable Integer maxFragments) {

		void applyTo(ConnectionOptions.Builder options) {
			use(this.maxSize, (size) -> options.maxMessageSize(size.toBytes()));
			use(this.maxFragments, options::maxFragments);
		}

	}

	/**
	 * Limits of received frames.
	 *
	 * @param maxSize Maximum size of a received frame.
	 */
	public record Frame(@Nullable DataSize maxSize) {

	}

	/**
	 * Compression settings.
	 *
	 * @param mode Whether messages are compressed, with peers that can do so.
	 * @param level How hard to try, from '1' (quick) to '9' (small).
	 * @param minSize Minimum size of a message that is compressed.
	 * @param maxRatio Maximum number of times its compressed size that a received message
	 * may have, once it is larger than 1MB.
	 * @param windowBits How far back a compressed message may refer, as a power of two.
	 */
	public record Compression(@Nullable CompressionMode mode, @Nullable Integer level, @Nullable DataSize minSize,
			@Nullable Integer maxRatio, @Nullable Integer windowBits) {

		CompressionOptions change(CompressionOptions server) {
			CompressionOptions options = (this.mode != null) ? server.withMode(this.mode) : server;
			options = (this.level != null) ? options.withLevel(this.level) : options;
			options = (this.minSize != null) ? options.withMinSize(number(this.minSize)) : options;
			options = (this.maxRatio != null) ? options.withMaxRatio(this.maxRatio) : options;
			return (this.windowBits != null) ? options.withWindowBits(this.windowBits) : options;
		}

	}

	/**
	 * Ping settings.
	 *
	 * @param interval Time without anything received after which a Ping is sent.
	 * @param timeout Time to wait for any sign of life after a Ping before the connection
	 * is closed.
	 */
	public record Heartbeat(@Nullable @DurationUnit(ChronoUnit.SECONDS) Duration interval,
			@Nullable @DurationUnit(ChronoUnit.SECONDS) Duration timeout) {

		void applyTo(ConnectionOptions.Builder options) {
			use(this.interval, options::pingInterval);
			use(this.timeout, options::pongTimeout);
		}

	}

	/**
	 * Limits of what waits for handlers.
	 *
	 * @param maxPendingMessages Maximum number of a connection's messages that wait for
	 * its handler before reading stops.
	 * @param maxPendingBytes Maximum size of a connection's messages that wait for its
	 * handler before reading stops.
	 */
	public record Inbound(@Nullable Integer maxPendingMessages, @Nullable DataSize maxPendingBytes) {

		void applyTo(ConnectionOptions.Builder options) {
			use(this.maxPendingMessages, options::maxPendingMessages);
			use(this.maxPendingBytes, (size) -> options.maxPendingBytes(size.toBytes()));
		}

	}

	/**
	 * Limits of what waits to be written.
	 *
	 * @param maxQueuedBytes Maximum size of what waits to be written to a connection
	 * before the slow consumer policy applies.
	 * @param fragmentSize Size of the fragments that a streamed message is sent in.
	 * @param slowConsumerPolicy What happens to a peer that reads too slowly.
	 * @param slowConsumerCloseCode Close code for a peer that reads too slowly.
	 * @param blockTimeout Time that a sender waits for room with the policy 'block'.
	 */
	public record Outbound(@Nullable DataSize maxQueuedBytes, @Nullable DataSize fragmentSize,
			@Nullable SlowConsumerPolicy slowConsumerPolicy, @Nullable Integer slowConsumerCloseCode,
			@Nullable @DurationUnit(ChronoUnit.SECONDS) Duration blockTimeout) {

		void applyTo(ConnectionOptions.Builder options) {
			use(this.maxQueuedBytes, (size) -> options.maxQueuedBytes(size.toBytes()));
			use(this.fragmentSize, (size) -> options.streamFragmentSize(number(size)));
			use(this.slowConsumerPolicy, options::slowConsumerPolicy);
			use(this.slowConsumerCloseCode, (code) -> options.slowConsumerCloseCode(new CloseCode(code)));
			use(this.blockTimeout, options::blockTimeout);
		}

	}

	/**
	 * How much peers may send.
	 *
	 * @param messagesPerSecond Maximum number of messages that a connection may send in a
	 * second, and as many Pings and Pongs again. Use '0' for any number.
	 * @param bytesPerSecond Maximum size of the messages that a connection may send in a
	 * second. Use '0' for any size.
	 * @param burst Time whose messages and bytes may come at once after a pause.
	 * @param policy What happens to a connection that sends more.
	 */
	public record RateLimit(@Nullable Long messagesPerSecond, @Nullable DataSize bytesPerSecond,
			@Nullable @DurationUnit(ChronoUnit.SECONDS) Duration burst, @Nullable RateLimitPolicy policy) {

		RateLimitOptions change(RateLimitOptions server) {
			RateLimitOptions options = (this.messagesPerSecond != null)
					? server.withMessagesPerSecond(this.messagesPerSecond) : server;
			options = (this.bytesPerSecond != null) ? options.withBytesPerSecond(this.bytesPerSecond.toBytes())
					: options;
			options = (this.burst != null) ? options.withBurst(this.burst) : options;
			return (this.policy != null) ? options.withPolicy(this.policy) : options;
		}

	}

}
