package io.aerosocket.spring.boot.test.autoconfigure;

import java.util.Map;

import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Tells whoever asks for the port of a server in memory that there is none. Otherwise
 * they would connect to nobody, or to another application.
 */
final class NoLocalPort {

	static final String PROPERTY = "local.aerosocket.port";

	/** Where Boot and AeroSocket publish the ports of servers. */
	private static final String PORTS = "server.ports";

	// Stands in the message of whatever needs a number, where Spring leaves blanks out.
	private static final String REASON = "none, as the server of this test is in memory: use an injected AeroSocketTestClient, or test with sockets"
		.replace(' ', '\u00A0');

	private NoLocalPort() {
	}

	/**
	 * Puts a reason in place of the port that a server in memory has published.
	 * @param sources where the port stands
	 */
	@SuppressWarnings("unchecked")
	static void explainIn(MutablePropertySources sources) {
		PropertySource<?> ports = sources.get(PORTS);
		if (ports != null) {
			((Map<String, Object>) ports.getSource()).put(PROPERTY, REASON);
		}
	}

}
