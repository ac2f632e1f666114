package io.aerosocket.spring.boot.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Publishes the server's port as a property, to parent contexts too, as Boot does with
 * those of its servers.
 */
final class LocalPort {

	static final String PROPERTY = "local.aerosocket.port";

	private static final String SOURCE = "server.ports";

	private LocalPort() {
	}

	static void publish(@Nullable ApplicationContext context, int port) {
		for (ApplicationContext current = context; current != null; current = current.getParent()) {
			if (current instanceof ConfigurableApplicationContext configurable) {
				set(configurable.getEnvironment().getPropertySources(), port);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static void set(MutablePropertySources sources, int port) {
		PropertySource<?> source = sources.get(SOURCE);
		if (source == null) {
			source = new MapPropertySource(SOURCE, new HashMap<>());
			sources.addFirst(source);
		}
		((Map<String, Object>) source.getSource()).put(PROPERTY, port);
	}

}
