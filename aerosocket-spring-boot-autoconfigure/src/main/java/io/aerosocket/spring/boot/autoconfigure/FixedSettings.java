package io.aerosocket.spring.boot.autoconfigure;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Which properties hold as long as the server runs, and why. All others can be changed.
 */
final class FixedSettings {

	private static final String PREFIX = "aerosocket.server.";

	private static final Map<String, List<String>> REASONS = Map.of(
			"The listening sockets are bound with it when the server starts.",
			List.of("port", "address", "backlog", "acceptors", "reuse-port", "plaintext"),
			"Signals are heard from the start of the server.", List.of("shutdown.second-signal"),
			"The event loops are started with it.", List.of("transport", "event-loops"),
			"Handlers are set up with it when the application starts.",
			List.of("codec", "subprotocols", "routing", "execution.mode", "execution.mdc", "events", "observations"),
			"The application's beans are chosen by it when it starts.", List.of("enabled"));

	private FixedSettings() {
	}

	/**
	 * Says why a property has to stay as it is.
	 * @param name the property
	 * @return one sentence, or {@code null} if it can be changed
	 */
	static @Nullable String reason(String name) {
		return REASONS.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().stream().anyMatch((fixed) -> isPart(name, PREFIX + fixed)))
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse(null);
	}

	private static boolean isPart(String name, String fixed) {
		return name.equals(fixed) || name.startsWith(fixed + ".");
	}

	/**
	 * Tells whether a name belongs to properties that are to stay as they are.
	 * @param name the name, which may be that of an element of a list
	 * @param fixed the properties
	 * @return whether it does
	 */
	static boolean isAmong(ConfigurationPropertyName name, List<String> fixed) {
		return fixed.stream()
			.map(ConfigurationPropertyName::of)
			.anyMatch((each) -> each.equals(name) || each.isAncestorOf(name));
	}

}
