package io.aerosocket;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message that was not received.
 */
enum NoHeaders implements Headers {

	INSTANCE;

	@Override
	public @Nullable String first(String name) {
		return null;
	}

	@Override
	public List<String> all(String name) {
		return List.of();
	}

	@Override
	public Set<String> names() {
		return Set.of();
	}

}
