package io.aerosocket.spring.boot.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * {@link ConfigurationProperties @ConfigurationProperties} for the audit of security
 * events.
 *
 * @param enabled Whether to report security events.
 * @param maxPerSecond Maximum number of events of one type in a second that are reported
 * each. More are reported as a number.
 * @param pseudonymize What to report under a pseudonym, which is the same for the same
 * value.
 * @param pseudonymizeKey Secret key of the pseudonyms, 16 characters or more. A new one
 * for each start if not set.
 */
@ConfigurationProperties("aerosocket.audit")
public record AeroSocketAuditProperties(@DefaultValue("true") boolean enabled, @DefaultValue("10") int maxPerSecond,
		@DefaultValue Set<Pseudonymized> pseudonymize, @Nullable String pseudonymizeKey) {

	private static final int SHORTEST_KEY = 16;

	public AeroSocketAuditProperties {
		if (maxPerSecond < 1 || maxPerSecond > 10_000) {
			throw new InvalidConfigurationPropertyValueException("aerosocket.audit.max-per-second", maxPerSecond,
					"It must be between 1 and 10000: the default is 10.");
		}
		if (pseudonymizeKey != null && pseudonymizeKey.length() < SHORTEST_KEY) {
			throw new InvalidConfigurationPropertyValueException("aerosocket.audit.pseudonymize-key", "******",
					"It must have 16 characters or more, which nobody can guess.");
		}
		pseudonymize = Set.copyOf(pseudonymize);
	}

	/**
	 * Says what is set, without the key.
	 */
	@Override
	public String toString() {
		return "AeroSocketAuditProperties[enabled=" + this.enabled + ", maxPerSecond=" + this.maxPerSecond
				+ ", pseudonymize=" + this.pseudonymize + "]";
	}

	/**
	 * What has a pseudonym.
	 */
	public enum Pseudonymized {

		/** Addresses of peers. */
		ADDRESSES,

		/** Names of users. */
		USERS

	}

}
