package io.aerosocket.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What to connect to, and where this connection differs from its client.
 *
 * @param uri a {@code ws:} or {@code wss:} address
 * @param headers header fields besides those of the client, or instead of them
 * @param subprotocols what is offered, the favourite first; {@code null} as the client
 * has it
 */
public record ConnectRequest(URI uri, Map<String, String> headers, @Nullable List<String> subprotocols) {

	public ConnectRequest {
		Destination.of(uri);
		headers = RequestFields.checkHeaders(headers);
		subprotocols = (subprotocols != null) ? RequestFields.checkSubprotocols(subprotocols) : null;
	}

	/**
	 * Starts a request.
	 * @param uri a {@code ws:} or {@code wss:} address
	 * @return a builder
	 */
	public static Builder to(URI uri) {
		return new Builder(uri);
	}

	/**
	 * Starts a request.
	 * @param uri a {@code ws:} or {@code wss:} address
	 * @return a builder
	 * @throws IllegalArgumentException if it is no URI
	 */
	public static Builder to(String uri) {
		return new Builder(URI.create(uri));
	}

	/** Without the values, which may be secrets. */
	@Override
	public String toString() {
		return "ConnectRequest[" + Destination.of(this.uri) + ", headers=" + this.headers.keySet() + "]";
	}

	/**
	 * Collects what a request has.
	 */
	public static final class Builder {

		private final URI uri;

		private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

		private @Nullable List<String> subprotocols;

		private Builder(URI uri) {
			this.uri = uri;
		}

		/**
		 * Sets a header field.
		 * @param name a token, but none that the handshake itself needs
		 * @param value printable characters of ISO 8859-1
		 * @return this builder
		 */
		public Builder header(String name, String value) {
			this.headers.put(name, value);
			return this;
		}

		/**
		 * Sets where the request comes from, which servers may check (RFC 6455 section
		 * 10.2).
		 * @param origin for example {@code https://example.org}
		 * @return this builder
		 */
		public Builder origin(String origin) {
			return header("Origin", origin);
		}

		/**
		 * Sets {@code Authorization} (RFC 7617).
		 * @param user the name, without a colon
		 * @param password the password
		 * @return this builder
		 * @throws IllegalArgumentException if the name has a colon
		 */
		public Builder basicAuthentication(String user, String password) {
			if (user.indexOf(':') >= 0) {
				throw new IllegalArgumentException("user: " + user + " (expected: no colon)");
			}
			byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
			return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
		}

		/**
		 * Sets {@code Authorization} (RFC 6750).
		 * @param token the token
		 * @return this builder
		 */
		public Builder bearerToken(String token) {
			return header("Authorization", "Bearer " + token);
		}

		/**
		 * Sets the subprotocols that are offered.
		 * @param subprotocols names, the favourite first; those of the client unless set
		 * @return this builder
		 */
		public Builder subprotocols(String... subprotocols) {
			this.subprotocols = List.of(subprotocols);
			return this;
		}

		/**
		 * Checks the request.
		 * @return the request
		 * @throws IllegalArgumentException if something is malformed
		 */
		public ConnectRequest build() {
			return new ConnectRequest(this.uri, this.headers, this.subprotocols);
		}

	}

}
