package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * What the values of the limits on the flow of messages have to be.
 */
final class FlowPropertiesRules {

	private static final Duration SHORTEST_BURST = Duration.ofMillis(10);

	private static final Duration LONGEST_BURST = Duration.ofHours(1);

	private FlowPropertiesRules() {
	}

	static void check(AeroSocketServerProperties properties) {
		RateLimitProperties rates = properties.rateLimit();
		rate("rate-limit.", rates.messagesPerSecond(), rates.bytesPerSecond(), rates.burst());
		ServerPropertiesRules.size("outbound.memory-budget", properties.outbound().memoryBudget(),
				DataSize.ofMegabytes(1), null);
		ServerPropertiesRules.size("inbound.memory-budget", properties.inbound().memoryBudget(),
				DataSize.ofMegabytes(1), null);
		DeadLetterProperties letters = properties.deadLetters();
		ServerPropertiesRules.range("dead-letters.max-pending", letters.maxPending(), 1, 10_000_000,
				"the default is 1000");
		ServerPropertiesRules.size("dead-letters.max-pending-bytes", letters.maxPendingBytes(), DataSize.ofBytes(1),
				null);
		traffic(properties.trafficLog());
		RateLimitProperties.Total total = rates.total();
		rate("rate-limit.total.", total.messagesPerSecond(), total.bytesPerSecond(), total.burst());
	}

	private static void traffic(TrafficLogProperties traffic) {
		ServerPropertiesRules.size("traffic-log.max-payload", traffic.maxPayload(), DataSize.ofBytes(0),
				DataSize.ofKilobytes(64));
		traffic.paths()
			.forEach((path) -> ServerPropertiesRules.require(path.startsWith("/"), "traffic-log.paths", path,
					"It must start with a slash, such as '/chat/{room}'."));
		traffic.maskedPatterns().forEach(FlowPropertiesRules::expression);
	}

	private static void expression(String pattern) {
		try {
			Pattern.compile(pattern);
		}
		catch (PatternSyntaxException ex) {
			ServerPropertiesRules.require(false, "traffic-log.masked-patterns", pattern,
					"It must be a regular " + "expression: " + ex.getDescription()
							+ ". Patterns with commas have to be in a list of YAML, "
							+ "or each in a property of its own, such as 'masked-patterns[0]'.");
		}
	}

	private static void rate(String prefix, @Nullable Long messages, @Nullable DataSize bytes, Duration burst) {
		if (messages != null) {
			ServerPropertiesRules.require(messages >= 1 && messages <= 1_000_000_000, prefix + "messages-per-second",
					messages, "It must be between 1 and 1000000000: remove this property for any number.");
		}
		ServerPropertiesRules.size(prefix + "bytes-per-second", bytes, DataSize.ofBytes(1), DataSize.ofTerabytes(1));
		ServerPropertiesRules.require(burst.compareTo(SHORTEST_BURST) >= 0 && burst.compareTo(LONGEST_BURST) <= 0,
				prefix + "burst", burst, "It must be from 10ms to 1h, such as '1s'.");
	}

}
