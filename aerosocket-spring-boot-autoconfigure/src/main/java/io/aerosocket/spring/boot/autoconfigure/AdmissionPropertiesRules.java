package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.aerosocket.server.AddressRange;
import io.aerosocket.server.ForwardedHeader;
import io.aerosocket.server.ProxyProtocol;

/**
 * What the values of the limits on who may come in have to be.
 */
final class AdmissionPropertiesRules {

	private static final Duration LONGEST = Duration.ofDays(365);

	private static final int HIGHEST_RATE = 1_000_000;

	private AdmissionPropertiesRules() {
	}

	static void check(AeroSocketServerProperties properties) {
		AeroSocketServerProperties.Connection connection = properties.connection();
		limit("connection.max-per-address", connection.maxPerAddress(), Integer.MAX_VALUE);
		limit("connection.max-per-user", connection.maxPerUser(), Integer.MAX_VALUE);
		limit("connection.accept-rate", connection.acceptRate(), HIGHEST_RATE);
		proxies(properties);
		overload(properties.overload());
		Duration age = connection.maxAge();
		if (age != null) {
			ServerPropertiesRules.require(!age.isNegative() && !age.isZero() && age.compareTo(LONGEST) <= 0,
					"connection.max-age", age,
					"It must be more than zero and 365 days at most, such as '1h': remove this property for any age.");
		}
		double jitter = connection.maxAgeJitter();
		ServerPropertiesRules.require(jitter >= 0 && jitter <= 1, "connection.max-age-jitter", jitter,
				"It must be between 0.0 and 1.0: 0.2 closes connections in the last fifth of their age.");
	}

	private static void proxies(AeroSocketServerProperties properties) {
		ForwardedProperties forwarded = properties.forwarded();
		for (String proxy : forwarded.trustedProxies()) {
			try {
				AddressRange.parse(proxy);
			}
			catch (IllegalArgumentException ex) {
				ServerPropertiesRules.require(false, "forwarded.trusted-proxies", proxy, "'" + proxy
						+ "' is neither an address nor a range: write them such as '10.0.0.1' or '10.0.0.0/8'.");
			}
		}
		String reason = "It believes nobody: set aerosocket.server.forwarded.trusted-proxies to the addresses of "
				+ "your proxies, or remove this property.";
		boolean nobody = forwarded.trustedProxies().isEmpty();
		ServerPropertiesRules.require(!nobody || forwarded.header() == ForwardedHeader.NONE, "forwarded.header",
				forwarded.header(), reason);
		ServerPropertiesRules.require(!nobody || properties.proxyProtocol() == ProxyProtocol.OFF, "proxy-protocol",
				properties.proxyProtocol(), reason);
	}

	private static void overload(OverloadProperties overload) {
		share("overload.max-connection-share", overload.maxConnectionShare());
		share("overload.max-memory-share", overload.maxMemoryShare());
		Duration lag = overload.maxLoopLag();
		if (lag != null) {
			ServerPropertiesRules.require(!lag.isZero(), "overload.max-loop-lag", lag,
					"It must be more than zero: remove this property for any lateness.");
			time("overload.max-loop-lag", lag);
		}
		time("overload.after", overload.after());
		time("overload.hold", overload.hold());
		time("overload.retry-after", overload.retryAfter());
	}

	private static void time(String property, Duration time) {
		ServerPropertiesRules.require(!time.isNegative() && time.compareTo(Duration.ofHours(1)) <= 0, property, time,
				"It must not be negative, and 1h at most.");
	}

	private static void share(String property, @Nullable Double share) {
		if (share != null) {
			ServerPropertiesRules.require(share > 0 && share <= 1, property, share,
					"It must be more than 0.0 and 1.0 at most, such as '0.9'.");
		}
	}

	private static void limit(String property, @Nullable Integer value, int most) {
		if (value != null) {
			ServerPropertiesRules.require(value >= 1 && value <= most, property, value,
					"It must be between 1 and " + most + ": remove this property for any number.");
		}
	}

}
