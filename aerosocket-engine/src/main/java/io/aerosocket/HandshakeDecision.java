package io.aerosocket;

import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link HandshakeInterceptor} decided.
 */
public sealed interface HandshakeDecision {

	/**
	 * Accepts.
	 * @return the decision
	 */
	static HandshakeDecision accept() {
		return Accept.ANYONE;
	}

	/**
	 * Accepts, and says who the peer is.
	 * @param principal the peer
	 * @return the decision
	 */
	static HandshakeDecision accept(Principal principal) {
		return new Accept(principal);
	}

	/**
	 * Refuses.
	 * @param status the HTTP status, 400 to 599
	 * @param message one line for the peer
	 * @return the decision
	 */
	static HandshakeDecision refuse(int status, String message) {
		return new Refuse(status, message, Map.of());
	}

	/**
	 * Returns this decision as a completed stage, for interceptors that decide at once.
	 * @return a completed stage
	 */
	default CompletionStage<HandshakeDecision> now() {
		return CompletableFuture.completedStage(this);
	}

	/**
	 * The handshake goes on.
	 *
	 * @param principal who the peer is, or {@code null} to leave that as it is
	 */
	record Accept(@Nullable Principal principal) implements HandshakeDecision {

		static final Accept ANYONE = new Accept(null);

	}

	/**
	 * The handshake ends with an HTTP error.
	 *
	 * @param status the HTTP status, 400 to 599
	 * @param message one line for the peer, shown in the body
	 * @param headers further header fields of the response, for example
	 * {@code WWW-Authenticate} or {@code Retry-After}
	 */
	record Refuse(int status, String message, Map<String, String> headers) implements HandshakeDecision {

		private static final Set<String> RESERVED = Set.of("connection", "content-length", "content-type",
				"transfer-encoding");

		public Refuse {
			if (status < 400 || status > 599) {
				throw new IllegalArgumentException("status: " + status + " (expected: 400-599)");
			}
			headers = Map.copyOf(headers);
			headers.forEach((name, value) -> {
				if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
					throw new IllegalArgumentException("header: " + name + " (expected: one that the answer lacks)");
				}
				if (!isToken(name) || value.chars().anyMatch((c) -> (c < ' ' && c != '\t') || c == 0x7F || c > 0xFF)) {
					throw new IllegalArgumentException("header: " + name + " (expected: a name and value of RFC 9110)");
				}
			});
		}

		private static boolean isToken(String name) {
			return !name.isEmpty() && name.chars()
				.allMatch((c) -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
						|| "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
		}

	}

}
