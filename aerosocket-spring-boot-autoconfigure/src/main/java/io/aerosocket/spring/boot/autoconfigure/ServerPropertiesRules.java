package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.system.JavaVersion;
import org.springframework.util.unit.DataSize;

import io.aerosocket.CloseCode;
import io.aerosocket.MessageSource;
import io.aerosocket.Transport;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.spring.handler.HandlerExecution;

/**
 * What the values of {@link AeroSocketServerProperties} have to be, each rule with what
 * to write instead. The first value that breaks one stops the start.
 */
final class ServerPropertiesRules {

	private static final String PREFIX = "aerosocket.server.";

	private static final Duration LONGEST = Duration.ofDays(365);

	private static final Pattern ORIGIN = Pattern.compile("\\*|null|[A-Za-z][A-Za-z0-9+.-]*://(\\*\\.)?[^/?#*@\\s]+");

	// RFC 9110 section 5.6.2, which RFC 6455 asks of a subprotocol's name.
	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private ServerPropertiesRules() {
	}

	/**
	 * Checks properties.
	 * @param properties the properties
	 * @return the same
	 * @throws InvalidConfigurationPropertyValueException for the first value that breaks
	 * a rule
	 */
	static AeroSocketServerProperties checked(AeroSocketServerProperties properties) {
		listener(properties);
		names(properties);
		ssl(properties.ssl());
		sizes(properties);
		FlowPropertiesRules.check(properties);
		AdmissionPropertiesRules.check(properties);
		Double share = properties.observations().messageSampling();
		if (share != null) {
			require(share >= 0 && share <= 1, "observations.message-sampling", share,
					"It must be from 0.0 for none to 1.0 for all.");
		}
		times(properties);
		closeCode(properties.outbound().slowConsumerCloseCode());
		compression(properties.compression());
		execution(properties.execution());
		routing(properties.routing());
		range("events.max-pending", properties.events().maxPending(), 1, 10_000_000, "the default is 10000");
		PathPropertiesRules.check(properties);
		return properties;
	}

	/**
	 * Tells whether a text can be a subprotocol's name.
	 * @param name the text
	 * @return whether it is a token
	 */
	static boolean isSubprotocol(String name) {
		return TOKEN.matcher(name).matches();
	}

	private static void listener(AeroSocketServerProperties properties) {
		range("port", properties.port(), 0, 65_535, "use 0 for any free port");
		range("event-loops", properties.eventLoops(), 0, 1024, "use 0 for one for each core");
		atLeast("backlog", properties.backlog(), 1);
		atLeast("connection.max", properties.connection().max(), 1);
		range("acceptors", properties.acceptors(), 0, 1024, "use 0 for one for each event loop");
		sharing(properties);
		String healthPath = properties.healthPath();
		if (healthPath != null && !healthPath.startsWith("/")) {
			reject("health-path", healthPath, "It must start with a slash: write '/" + healthPath + "'.");
		}
	}

	private static void sharing(AeroSocketServerProperties properties) {
		if (properties.transport() != Transport.NIO && properties.transport() != Transport.KQUEUE) {
			return;
		}
		String reason = "It needs epoll or io_uring: set aerosocket.server.transport to 'epoll' or 'io-uring', "
				+ "or remove this property.";
		if (properties.reusePort()) {
			reject("reuse-port", true, reason);
		}
		if (properties.acceptors() != 1) {
			reject("acceptors", properties.acceptors(), reason);
		}
	}

	private static void names(AeroSocketServerProperties properties) {
		for (String origin : properties.allowedOrigins()) {
			if (!ORIGIN.matcher(origin).matches()) {
				reject("allowed-origins", origin,
						"'" + origin + "' is not an origin: write scheme, host and port only, "
								+ "such as 'https://example.org' or 'https://*.example.org', or '*' for any.");
			}
		}
		for (String subprotocol : properties.subprotocols()) {
			if (!isSubprotocol(subprotocol)) {
				reject("subprotocols", subprotocol, "'" + subprotocol
						+ "' is not a subprotocol's name: use letters, digits and signs such as '.' and '-'.");
			}
		}
	}

	private static void ssl(AeroSocketServerProperties.Ssl ssl) {
		if (ssl.bundle() != null) {
			return;
		}
		String reason = "It has no effect without TLS: set aerosocket.server.ssl.bundle, or remove this property.";
		if (ssl.clientAuth() != ClientAuth.NONE) {
			reject("ssl.client-auth", ssl.clientAuth(), reason);
		}
		if (!ssl.protocols().isEmpty()) {
			reject("ssl.protocols", ssl.protocols(), reason);
		}
	}

	private static void sizes(AeroSocketServerProperties properties) {
		size("handshake.max-size", properties.handshake().maxSize(), DataSize.ofBytes(256), DataSize.ofMegabytes(1));
		DataSize one = DataSize.ofBytes(1);
		size("message.max-size", properties.message().maxSize(), one, null);
		atLeast("message.max-fragments", properties.message().maxFragments(), 1);
		size("frame.max-size", properties.frame().maxSize(), DataSize.ofBytes(125), null);
		range("inbound.max-pending-messages", properties.inbound().maxPendingMessages(), 1, 8_000_000,
				"the default is 256");
		size("inbound.max-pending-bytes", properties.inbound().maxPendingBytes(), one, DataSize.ofGigabytes(512));
		size("outbound.fragment-size", properties.outbound().fragmentSize(), one,
				DataSize.ofBytes(MessageSource.LARGEST_FRAGMENT));
		size("outbound.max-queued-bytes", properties.outbound().maxQueuedBytes(), one, null);
	}

	private static void times(AeroSocketServerProperties properties) {
		positive("handshake.timeout", properties.handshake().timeout());
		AeroSocketServerProperties.Heartbeat heartbeat = properties.heartbeat();
		notNegative("heartbeat.interval", heartbeat.interval(), "use 0 for no Pings");
		if (heartbeat.interval().isZero()) {
			notNegative("heartbeat.timeout", heartbeat.timeout(), "remove this property");
		}
		else {
			positive("heartbeat.timeout", heartbeat.timeout());
		}
		notNegative("idle-timeout", properties.idleTimeout(), "use 0 for never");
		positive("outbound.block-timeout", properties.outbound().blockTimeout());
		positive("connection.close-timeout", properties.connection().closeTimeout());
		notNegative("shutdown.grace-period", properties.shutdown().gracePeriod(), "use 0 to cut connections at once");
		notNegative("shutdown.drain-window", properties.shutdown().drainWindow(), "use 0 to close all at once");
		drain(properties.shutdown());
	}

	private static void closeCode(int code) {
		if (!CloseCode.isSendable(code)) {
			reject("outbound.slow-consumer-close-code", code,
					"It is not a close code that may be sent: use 1013, or one of your own from 3000 to 4999.");
		}
	}

	private static void compression(AeroSocketServerProperties.Compression compression) {
		range("compression.level", compression.level(), 1, 9, "1 is quick, 9 is small");
		size("compression.min-size", compression.minSize(), DataSize.ofBytes(0), DataSize.ofBytes(Integer.MAX_VALUE));
		range("compression.max-ratio", compression.maxRatio(), 1, 1_000_000, "the default is 100");
		range("compression.window-bits", compression.windowBits(), 8, 15, "15 compresses best");
	}

	private static void drain(AeroSocketServerProperties.Shutdown shutdown) {
		atLeast("shutdown.batch-size", shutdown.batchSize(), 1);
		if (!(shutdown.jitter() >= 0 && shutdown.jitter() <= 1)) {
			reject("shutdown.jitter", shutdown.jitter(), "It must be between 0 and 1: the default is 0.5.");
		}
		withinDay("shutdown.retry-after", shutdown.retryAfter(), "use 0 if peers may come back at once");
		withinDay("shutdown.accept-for", shutdown.acceptFor(), "use 0 to stop accepting at once");
	}

	private static void execution(AeroSocketServerProperties.Execution execution) {
		range("execution.worker-threads", execution.workerThreads(), 1, 100_000, "the default is 200");
		withinDay("execution.blocked-threshold", execution.blockedThreshold(), "use 0 for no reports");
		if (execution.mode() == HandlerExecution.VIRTUAL_THREAD
				&& JavaVersion.getJavaVersion().isOlderThan(JavaVersion.TWENTY_ONE)) {
			reject("execution.mode", execution.mode(), "It needs Java 21 or later, and this is Java "
					+ JavaVersion.getJavaVersion() + ": use 'auto' or 'worker'.");
		}
	}

	private static void routing(AeroSocketServerProperties.Routing routing) {
		String advice = "Name a member of its own, such as ";
		member("routing.property", routing.property(), "type");
		member("routing.id-property", routing.idProperty(), "id");
		if (routing.property().isEmpty()) {
			reject("routing.property", routing.property(), advice + "'type'.");
		}
		if (routing.idProperty().isEmpty() || routing.idProperty().equals(routing.property())) {
			reject("routing.id-property", routing.idProperty(), advice + "'id'.");
		}
		String payload = routing.payloadProperty();
		if (payload != null) {
			member("routing.payload-property", payload, "payload");
		}
		if (payload != null
				&& (payload.isEmpty() || payload.equals(routing.property()) || payload.equals(routing.idProperty()))) {
			reject("routing.payload-property", payload, advice + "'payload', or remove this property.");
		}
	}

	private static void member(String property, String name, String example) {
		if (EnvelopeFormat.isPath(name)) {
			reject(property, name,
					"Members of members are not looked at: name a member of the message itself, such as '" + example
							+ "', and let clients send what is to be told there.");
		}
	}

	static void range(String property, int value, int minimum, int maximum, String advice) {
		if (value < minimum || value > maximum) {
			reject(property, value, "It must be between " + minimum + " and " + maximum + ": " + advice + ".");
		}
	}

	private static void atLeast(String property, int value, int minimum) {
		if (value < minimum) {
			reject(property, value, "It must be " + minimum + " or more.");
		}
	}

	static void size(String property, @Nullable DataSize size, DataSize minimum, @Nullable DataSize maximum) {
		if (size == null || (size.compareTo(minimum) >= 0 && (maximum == null || size.compareTo(maximum) <= 0))) {
			return;
		}
		String limit = (maximum != null) ? " to " + maximum : " or more";
		reject(property, size, "It must be " + minimum + limit + ", such as '64KB'.");
	}

	private static void positive(String property, Duration duration) {
		if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
			reject(property, duration, "It must be more than zero and 365 days at most, such as '5s'.");
		}
	}

	private static void withinDay(String property, Duration duration, String advice) {
		if (duration.isNegative() || duration.toDays() >= 1) {
			reject(property, duration, "It must not be negative, and less than a day: " + advice + ".");
		}
	}

	private static void notNegative(String property, Duration duration, String advice) {
		if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
			reject(property, duration, "It must not be negative, and 365 days at most: " + advice + ".");
		}
	}

	static void require(boolean kept, String property, Object value, String reason) {
		if (!kept) {
			reject(property, value, reason);
		}
	}

	private static void reject(String property, Object value, String reason) {
		throw new InvalidConfigurationPropertyValueException(PREFIX + property, value, reason);
	}

}
