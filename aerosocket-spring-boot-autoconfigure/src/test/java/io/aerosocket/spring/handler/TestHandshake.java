package io.aerosocket.spring.handler;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Handshake;
import io.aerosocket.Headers;

/**
 * A handshake with given values.
 *
 * @param pathPattern the pattern
 * @param pathVariables the variables
 * @param queryParameters the parameters
 * @param fields the header fields, names in lower case
 * @param principal the peer
 */
record TestHandshake(String pathPattern, Map<String, String> pathVariables, Map<String, List<String>> queryParameters,
		Map<String, List<String>> fields, @Nullable Principal principal) implements Handshake {

	TestHandshake() {
		this("/test", Map.of(), Map.of(), Map.of(), null);
	}

	@Override
	public String path() {
		return this.pathPattern;
	}

	@Override
	public @Nullable String query() {
		return null;
	}

	@Override
	public Headers headers() {
		return new Headers() {

			@Override
			public @Nullable String first(String name) {
				List<String> values = all(name);
				return values.isEmpty() ? null : values.get(0);
			}

			@Override
			public List<String> all(String name) {
				return TestHandshake.this.fields.getOrDefault(name.toLowerCase(), List.of());
			}

			@Override
			public Set<String> names() {
				return TestHandshake.this.fields.keySet();
			}

		};
	}

	@Override
	public List<String> requestedSubprotocols() {
		return List.of();
	}

	@Override
	public SocketAddress remoteAddress() {
		return InetSocketAddress.createUnresolved("localhost", 1);
	}

	@Override
	public SocketAddress localAddress() {
		return InetSocketAddress.createUnresolved("localhost", 2);
	}

	@Override
	public boolean isSecure() {
		return false;
	}

	@Override
	public Map<String, Object> attributes() {
		return Map.of();
	}

}
