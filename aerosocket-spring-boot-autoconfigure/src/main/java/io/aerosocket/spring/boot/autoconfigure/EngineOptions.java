package io.aerosocket.spring.boot.autoconfigure;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import io.aerosocket.AeroSocketException;
import io.aerosocket.UnavailableTransportException;

/**
 * Translates what the engine says of its options into what was written in the
 * application's configuration.
 */
final class EngineOptions {

	private static final String PREFIX = "aerosocket.server.";

	private static final String ENGINE = AeroSocketException.class.getPackageName() + ".";

	private static final Pattern MESSAGE = Pattern.compile("([\\w ]+): (.*?) \\(expected: (.*)\\)", Pattern.DOTALL);

	private static final Pattern PLAINTEXT = Pattern.compile("address: (\\S+) without TLS .*", Pattern.DOTALL);

	private static final Map<String, String> PROPERTIES = Map.ofEntries(Map.entry("address", "address"),
			Map.entry("port", "port"), Map.entry("transport", "transport"), Map.entry("eventLoops", "event-loops"),
			Map.entry("backlog", "backlog"), Map.entry("acceptors", "acceptors"), Map.entry("reusePort", "reuse-port"),
			Map.entry("plaintext", "plaintext"), Map.entry("sslContext", "ssl.bundle"),
			Map.entry("healthPath", "health-path"), Map.entry("allowed origin", "allowed-origins"),
			Map.entry("subprotocols", "subprotocols"), Map.entry("handshakeTimeout", "handshake.timeout"),
			Map.entry("maxHandshakeSize", "handshake.max-size"), Map.entry("maxConnections", "connection.max"),
			Map.entry("workerThreads", "execution.worker-threads"), Map.entry("gracePeriod", "shutdown.grace-period"),
			Map.entry("drainWindow", "shutdown.drain-window"), Map.entry("drain batchSize", "shutdown.batch-size"),
			Map.entry("loopBlockedAfter", "execution.blocked-threshold"), Map.entry("drain jitter", "shutdown.jitter"),
			Map.entry("drain retryAfter", "shutdown.retry-after"), Map.entry("drain acceptFor", "shutdown.accept-for"),
			Map.entry("maxFrameSize", "frame.max-size"), Map.entry("maxMessageSize", "message.max-size"),
			Map.entry("maxFragments", "message.max-fragments"), Map.entry("pingInterval", "heartbeat.interval"),
			Map.entry("pongTimeout", "heartbeat.timeout"), Map.entry("idleTimeout", "idle-timeout"),
			Map.entry("closeTimeout", "connection.close-timeout"),
			Map.entry("maxPendingMessages", "inbound.max-pending-messages"),
			Map.entry("maxPendingBytes", "inbound.max-pending-bytes"),
			Map.entry("maxQueuedBytes", "outbound.max-queued-bytes"),
			Map.entry("streamFragmentSize", "outbound.fragment-size"),
			Map.entry("slowConsumerPolicy", "outbound.slow-consumer-policy"),
			Map.entry("slowConsumerCloseCode", "outbound.slow-consumer-close-code"),
			Map.entry("blockTimeout", "outbound.block-timeout"), Map.entry("memoryBudget", "outbound.memory-budget"),
			Map.entry("inboundMemoryBudget", "inbound.memory-budget"), Map.entry("paths", "paths"),
			Map.entry("maxDeadLetters", "dead-letters.max-pending"),
			Map.entry("maxDeadLetterBytes", "dead-letters.max-pending-bytes"),
			Map.entry("compression level", "compression.level"),
			Map.entry("compression minSize", "compression.min-size"),
			Map.entry("compression maxRatio", "compression.max-ratio"),
			Map.entry("compression windowBits", "compression.window-bits"),
			Map.entry("admission maxPerAddress", "connection.max-per-address"),
			Map.entry("admission maxPerUser", "connection.max-per-user"),
			Map.entry("overload maxLoopLag", "overload.max-loop-lag"),
			Map.entry("overload maxConnectionShare", "overload.max-connection-share"),
			Map.entry("overload maxMemoryShare", "overload.max-memory-share"),
			Map.entry("overload after", "overload.after"), Map.entry("overload hold", "overload.hold"),
			Map.entry("overload retryAfter", "overload.retry-after"),
			Map.entry("trusted proxies", "forwarded.trusted-proxies"),
			Map.entry("admission acceptRate", "connection.accept-rate"), Map.entry("age max", "connection.max-age"),
			Map.entry("age jitter", "connection.max-age-jitter"),
			Map.entry("rateLimit messagesPerSecond", "rate-limit.messages-per-second"),
			Map.entry("rateLimit bytesPerSecond", "rate-limit.bytes-per-second"),
			Map.entry("rateLimit burst", "rate-limit.burst"), Map.entry("trafficLog paths", "traffic-log.paths"),
			Map.entry("trafficLog maxPayload", "traffic-log.max-payload"),
			Map.entry("trafficLog maskedPatterns", "traffic-log.masked-patterns"),
			Map.entry("failurePolicy", "failure-policy"), Map.entry("detailedErrors", "detailed-errors"));

	private EngineOptions() {
	}

	/**
	 * Translates an error.
	 * @param error what the engine threw
	 * @return an error that names the property or leads to the customizers, or the same
	 * if it is not from the engine
	 */
	static RuntimeException translate(IllegalArgumentException error) {
		if (error instanceof UnavailableTransportException) {
			return error;
		}
		String message = String.valueOf(error.getMessage());
		Matcher plaintext = PLAINTEXT.matcher(message);
		if (plaintext.matches()) {
			return new PlaintextAddressException(plaintext.group(1), error);
		}
		Invalid invalid = invalid(error);
		if (invalid == null) {
			return isFromEngine(error) ? new InvalidServerException(error) : error;
		}
		String property = invalid.property();
		if (property.equals("paths")) {
			return new InvalidConfigurationPropertyValueException(PREFIX + "paths[" + invalid.value() + "]",
					invalid.value(), "There is no handler for this path: use " + invalid.expected() + ".", error);
		}
		return new InvalidConfigurationPropertyValueException(PREFIX + property, invalid.value(), "Expected: "
				+ invalid.expected() + ". It comes from this property, or from an AeroServerCustomizer bean.", error);
	}

	/**
	 * Finds out which property an error is about.
	 * @param error what the engine threw
	 * @return the property, or {@code null} if it is about none
	 */
	static @Nullable Invalid invalid(IllegalArgumentException error) {
		Matcher matcher = MESSAGE.matcher(String.valueOf(error.getMessage()));
		String property = matcher.matches() ? PROPERTIES.get(matcher.group(1)) : null;
		return (property != null) ? new Invalid(property, matcher.group(2), matcher.group(3)) : null;
	}

	private static boolean isFromEngine(IllegalArgumentException error) {
		StackTraceElement[] trace = error.getStackTrace();
		return trace.length > 0 && trace[0].getClassName().startsWith(ENGINE)
				&& !trace[0].getClassName().startsWith(ENGINE + "spring.");
	}

	/**
	 * What is wrong with a property.
	 *
	 * @param property its name below that of the server
	 * @param value its value
	 * @param expected what was expected
	 */
	record Invalid(String property, String value, String expected) {

	}

}
