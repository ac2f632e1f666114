package io.aerosocket.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.ConnectionOptions;

/**
 * What the values of a path's properties have to be: what the engine asks of them.
 */
final class PathPropertiesRules {

	private PathPropertiesRules() {
	}

	/**
	 * Checks the properties of all paths, when those of the server are known to be good.
	 * @param properties the properties
	 */
	static void check(AeroSocketServerProperties properties) {
		if (properties.paths().isEmpty()) {
			return;
		}
		ConnectionOptions.Builder options = ConnectionOptions.builder();
		new PropertiesServerCustomizer(properties, null).connection(options);
		ConnectionOptions server = options.build();
		properties.paths().forEach((path, own) -> check(path, own, server));
	}

	private static void check(String path, PathProperties properties, ConnectionOptions server) {
		String prefix = "paths[" + path + "]";
		ServerPropertiesRules.require(path.startsWith("/"), prefix, path,
				"It must be the pattern of a path in brackets, such as '\"[/chat/{room}]\"'.");
		Integer closeCode = closeCode(properties);
		if (closeCode != null) {
			ServerPropertiesRules.require(CloseCode.isSendable(closeCode),
					prefix + ".outbound.slow-consumer-close-code", closeCode,
					"It is not a close code that may be sent: use 1013, or one of your own from 3000 to 4999.");
		}
		try {
			properties.apply(server);
		}
		catch (IllegalArgumentException ex) {
			EngineOptions.Invalid invalid = EngineOptions.invalid(ex);
			if (invalid == null) {
				throw ex;
			}
			ServerPropertiesRules.require(false, prefix + "." + invalid.property(), invalid.value(),
					"Expected: " + invalid.expected() + ".");
		}
	}

	private static @Nullable Integer closeCode(PathProperties properties) {
		return (properties.outbound() != null) ? properties.outbound().slowConsumerCloseCode() : null;
	}

}
