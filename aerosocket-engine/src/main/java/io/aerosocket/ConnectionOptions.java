package io.aerosocket;

import java.time.Duration;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The limits and habits of a connection, checked once and then immutable. A duration of
 * zero switches off what it times.
 *
 * @param maxFrameSize the largest payload of one received frame, in bytes
 * @param maxMessageSize the largest received message, in bytes
 * @param maxFragments the most frames that a received message may consist of
 * @param pingInterval time without anything received after which a Ping is sent
 * @param pongTimeout time to wait, after a Ping, for any sign of life
 * @param idleTimeout time without a message in either direction after which the
 * connection is closed
 * @param closeTimeout time the peer has to answer our Close before it is cut off
 * @param maxPendingMessages messages that may wait for the handler before reading stops
 * @param maxPendingBytes bytes that may wait for the handler before reading stops
 * @param maxQueuedBytes bytes that may wait to be written before the slow consumer policy
 * applies, which it also does at one message for each 64 of them
 * @param slowConsumerPolicy what happens to a peer that reads too slowly
 * @param slowConsumerCloseCode the code for {@link SlowConsumerPolicy#CLOSE}
 * @param blockTimeout how long a sender waits with {@link SlowConsumerPolicy#BLOCK}
 * @param streamFragmentSize bytes in each fragment of a streamed message that does not
 * say itself how many
 * @param failurePolicy what happens when a handler failed and nothing handled its error
 * @param compression whether and how messages are compressed
 * @param rateLimit how much the peer may send in a second
 * @param age how long the connection may live
 * @param trafficLog whether messages are written to the log
 * @param detailedErrors whether the peer is told what a failed handler threw
 */
public record ConnectionOptions(long maxFrameSize, long maxMessageSize, int maxFragments, Duration pingInterval,
		Duration pongTimeout, Duration idleTimeout, Duration closeTimeout, int maxPendingMessages, long maxPendingBytes,
		long maxQueuedBytes, SlowConsumerPolicy slowConsumerPolicy, CloseCode slowConsumerCloseCode,
		Duration blockTimeout, int streamFragmentSize, FailurePolicy failurePolicy, CompressionOptions compression,
		RateLimitOptions rateLimit, AgeOptions age, TrafficLogOptions trafficLog, boolean detailedErrors) {

	private static final Duration LONGEST = Duration.ofDays(365);

	/** What waits is counted in one number: so many messages, and a few more. */
	private static final long MOST_PENDING_MESSAGES = 8_000_000;

	private static final long MOST_PENDING_BYTES = 1L << 39;

	public ConnectionOptions {
		atLeast("maxFrameSize", maxFrameSize, 125);
		atLeast("maxMessageSize", maxMessageSize, 1);
		atLeast("maxFragments", maxFragments, 1);
		inRange("pingInterval", pingInterval);
		inRange("pongTimeout", pongTimeout);
		inRange("idleTimeout", idleTimeout);
		inRange("closeTimeout", closeTimeout);
		inRange("blockTimeout", blockTimeout);
		if (blockTimeout.isZero()) {
			throw new IllegalArgumentException("blockTimeout: PT0S (expected: more than zero)");
		}
		if (closeTimeout.isZero()) {
			throw new IllegalArgumentException("closeTimeout: PT0S (expected: more than zero)");
		}
		if (!pingInterval.isZero() && pongTimeout.isZero()) {
			throw new IllegalArgumentException("pongTimeout: PT0S (expected: more than zero while pings are on)");
		}
		pending("maxPendingMessages", maxPendingMessages, MOST_PENDING_MESSAGES);
		pending("maxPendingBytes", maxPendingBytes, MOST_PENDING_BYTES);
		atLeast("maxQueuedBytes", maxQueuedBytes, 1);
		if (streamFragmentSize < 1 || streamFragmentSize > MessageSource.LARGEST_FRAGMENT) {
			throw new IllegalArgumentException("streamFragmentSize: " + streamFragmentSize + " (expected: 1 to "
					+ MessageSource.LARGEST_FRAGMENT + ")");
		}
		if (!slowConsumerCloseCode.isSendable()) {
			throw new IllegalArgumentException(
					"slowConsumerCloseCode: " + slowConsumerCloseCode + " (expected: a code that may be sent)");
		}
	}

	/**
	 * Starts with the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts with these options.
	 * @return a builder
	 */
	public Builder toBuilder() {
		Builder builder = new Builder();
		// Left open, it goes on following the size of a message.
		builder.maxFrameSize = (this.maxFrameSize != Math.max(125, this.maxMessageSize)) ? this.maxFrameSize : null;
		builder.maxMessageSize = this.maxMessageSize;
		builder.maxFragments = this.maxFragments;
		builder.pingInterval = this.pingInterval;
		builder.pongTimeout = this.pongTimeout;
		builder.idleTimeout = this.idleTimeout;
		builder.closeTimeout = this.closeTimeout;
		builder.maxPendingMessages = this.maxPendingMessages;
		builder.maxPendingBytes = this.maxPendingBytes;
		builder.maxQueuedBytes = this.maxQueuedBytes;
		builder.slowConsumerPolicy = this.slowConsumerPolicy;
		builder.slowConsumerCloseCode = this.slowConsumerCloseCode;
		builder.blockTimeout = this.blockTimeout;
		builder.streamFragmentSize = this.streamFragmentSize;
		builder.failurePolicy = this.failurePolicy;
		builder.compression = this.compression;
		builder.rateLimit = this.rateLimit;
		builder.age = this.age;
		builder.trafficLog = this.trafficLog;
		builder.detailedErrors = this.detailedErrors;
		return builder;
	}

	private static void atLeast(String name, long value, long minimum) {
		if (value < minimum) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + minimum + ")");
		}
	}

	private static void pending(String name, long value, long maximum) {
		if (value < 1 || value > maximum) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: 1-" + maximum + ")");
		}
	}

	private static void inRange(String name, Duration value) {
		if (value.isNegative() || value.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: PT0S to 365 days)");
		}
	}

	/**
	 * Collects options.
	 */
	public static final class Builder {

		private @Nullable Long maxFrameSize;

		private long maxMessageSize = 256 * 1024;

		private int maxFragments = 1024;

		private Duration pingInterval = Duration.ofSeconds(25);

		private Duration pongTimeout = Duration.ofSeconds(20);

		private Duration idleTimeout = Duration.ZERO;

		private Duration closeTimeout = Duration.ofSeconds(5);

		private int maxPendingMessages = 256;

		private long maxPendingBytes = 1 << 20;

		private long maxQueuedBytes = 1 << 20;

		private SlowConsumerPolicy slowConsumerPolicy = SlowConsumerPolicy.CLOSE;

		private CloseCode slowConsumerCloseCode = CloseCode.TRY_AGAIN_LATER;

		private Duration blockTimeout = Duration.ofSeconds(5);

		private int streamFragmentSize = 64 * 1024;

		private FailurePolicy failurePolicy = FailurePolicy.LOG_AND_CLOSE;

		private CompressionOptions compression = CompressionOptions.OFF;

		private RateLimitOptions rateLimit = RateLimitOptions.OFF;

		private AgeOptions age = AgeOptions.UNLIMITED;

		private TrafficLogOptions trafficLog = TrafficLogOptions.OFF;

		private boolean detailedErrors;

		private Builder() {
		}

		/**
		 * Sets the largest payload of one received frame.
		 * @param bytes 125 or more; as large as a message unless set
		 * @return this builder
		 */
		public Builder maxFrameSize(long bytes) {
			this.maxFrameSize = bytes;
			return this;
		}

		/**
		 * Sets the largest received message.
		 * @param bytes 1 or more; 256 KiB unless set
		 * @return this builder
		 */
		public Builder maxMessageSize(long bytes) {
			this.maxMessageSize = bytes;
			return this;
		}

		/**
		 * Sets how many frames a received message may consist of.
		 * @param fragments 1 or more; 1024 unless set
		 * @return this builder
		 */
		public Builder maxFragments(int fragments) {
			this.maxFragments = fragments;
			return this;
		}

		/**
		 * Sets when a silent peer is sent a Ping.
		 * @param interval zero for never; 25 seconds unless set
		 * @return this builder
		 */
		public Builder pingInterval(Duration interval) {
			this.pingInterval = interval;
			return this;
		}

		/**
		 * Sets how long a peer may stay silent after a Ping.
		 * @param timeout more than zero; 20 seconds unless set
		 * @return this builder
		 */
		public Builder pongTimeout(Duration timeout) {
			this.pongTimeout = timeout;
			return this;
		}

		/**
		 * Sets how long a connection may go without a message.
		 * @param timeout zero for ever, which is the default
		 * @return this builder
		 */
		public Builder idleTimeout(Duration timeout) {
			this.idleTimeout = timeout;
			return this;
		}

		/**
		 * Sets how long a peer may take to answer our Close.
		 * @param timeout more than zero; 5 seconds unless set
		 * @return this builder
		 */
		public Builder closeTimeout(Duration timeout) {
			this.closeTimeout = timeout;
			return this;
		}

		/**
		 * Sets how many messages may wait for the handler.
		 * @param messages 1 to 8 million; 256 unless set
		 * @return this builder
		 */
		public Builder maxPendingMessages(int messages) {
			this.maxPendingMessages = messages;
			return this;
		}

		/**
		 * Sets how many bytes may wait for the handler.
		 * @param bytes 1 to 512 GiB; 1 MiB unless set
		 * @return this builder
		 */
		public Builder maxPendingBytes(long bytes) {
			this.maxPendingBytes = bytes;
			return this;
		}

		/**
		 * Sets how many bytes may wait to be written.
		 * @param bytes 1 or more; 1 MiB unless set
		 * @return this builder
		 */
		public Builder maxQueuedBytes(long bytes) {
			this.maxQueuedBytes = bytes;
			return this;
		}

		/**
		 * Sets what happens to a peer that reads too slowly.
		 * @param policy the policy; {@link SlowConsumerPolicy#CLOSE} unless set
		 * @return this builder
		 */
		public Builder slowConsumerPolicy(SlowConsumerPolicy policy) {
			this.slowConsumerPolicy = policy;
			return this;
		}

		/**
		 * Sets the code for closing a peer that reads too slowly.
		 * @param code a code that may be sent; 1013 unless set
		 * @return this builder
		 */
		public Builder slowConsumerCloseCode(CloseCode code) {
			this.slowConsumerCloseCode = code;
			return this;
		}

		/**
		 * Sets how long a sender waits for room with {@link SlowConsumerPolicy#BLOCK}.
		 * @param timeout more than zero; 5 seconds unless set
		 * @return this builder
		 */
		public Builder blockTimeout(Duration timeout) {
			this.blockTimeout = timeout;
			return this;
		}

		/**
		 * Sets how large the fragments of streamed messages are that do not say it
		 * themselves.
		 * @param bytes 1 to {@link MessageSource#LARGEST_FRAGMENT}; 64 KiB unless set
		 * @return this builder
		 * @see Connection#sendStream
		 */
		public Builder streamFragmentSize(int bytes) {
			this.streamFragmentSize = bytes;
			return this;
		}

		/**
		 * Sets what happens when a handler failed and nothing handled its error.
		 * @param policy the policy; {@link FailurePolicy#LOG_AND_CLOSE} unless set
		 * @return this builder
		 */
		public Builder failurePolicy(FailurePolicy policy) {
			this.failurePolicy = policy;
			return this;
		}

		/**
		 * Sets whether messages are compressed, with the defaults of the other options.
		 * @param mode the mode; {@link CompressionMode#OFF} unless set
		 * @return this builder
		 */
		public Builder compression(CompressionMode mode) {
			return compression(CompressionOptions.of(mode));
		}

		/**
		 * Sets whether and how messages are compressed.
		 * @param compression the options; {@link CompressionOptions#OFF} unless set
		 * @return this builder
		 */
		public Builder compression(CompressionOptions compression) {
			this.compression = compression;
			return this;
		}

		/**
		 * Sets how much the peer may send in a second.
		 * @param limit the limit; {@link RateLimitOptions#OFF} unless set
		 * @return this builder
		 */
		public Builder rateLimit(RateLimitOptions limit) {
			this.rateLimit = limit;
			return this;
		}

		/**
		 * Sets how long the connection may live.
		 * @param limit the age; {@link AgeOptions#UNLIMITED} unless set
		 * @return this builder
		 */
		public Builder age(AgeOptions limit) {
			this.age = limit;
			return this;
		}

		/**
		 * Changes whether and how messages are written to the log.
		 * @param change what to set, starting from what was set before;
		 * {@link TrafficLogOptions#OFF} at first
		 * @return this builder
		 */
		public Builder trafficLog(UnaryOperator<TrafficLogOptions> change) {
			this.trafficLog = change.apply(this.trafficLog);
			return this;
		}

		/**
		 * Sets whether the peer is told what a failed handler threw.
		 * @param detailed {@code false} unless set
		 * @return this builder
		 */
		public Builder detailedErrors(boolean detailed) {
			this.detailedErrors = detailed;
			return this;
		}

		/**
		 * Checks the options.
		 * @return the options
		 * @throws IllegalArgumentException if one is out of range
		 */
		public ConnectionOptions build() {
			long frameSize = (this.maxFrameSize != null) ? this.maxFrameSize : Math.max(125, this.maxMessageSize);
			return new ConnectionOptions(frameSize, this.maxMessageSize, this.maxFragments, this.pingInterval,
					this.pongTimeout, this.idleTimeout, this.closeTimeout, this.maxPendingMessages,
					this.maxPendingBytes, this.maxQueuedBytes, this.slowConsumerPolicy, this.slowConsumerCloseCode,
					this.blockTimeout, this.streamFragmentSize, this.failurePolicy, this.compression, this.rateLimit,
					this.age, this.trafficLog, this.detailedErrors);
		}

	}

}
