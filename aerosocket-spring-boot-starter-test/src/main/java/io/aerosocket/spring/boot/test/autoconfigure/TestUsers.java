package io.aerosocket.spring.boot.test.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.springframework.core.Ordered;

import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;

/**
 * Lets the test's client say who its user is, before the application's interceptors look.
 * The field that says it has a secret, new for each application, so that this is no way
 * in should it ever be in production.
 */
final class TestUsers implements HandshakeInterceptor, Ordered {

	private static final String NAME = "X-AeroSocket-Test-User";

	private final String secret = UUID.randomUUID() + ":";

	/**
	 * Returns what a client sends.
	 * @param user the user's name
	 * @return the header field
	 */
	String field(String user) {
		// A name may have letters that a header field cannot have.
		return NAME + ": " + this.secret + Base64.getUrlEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public CompletionStage<HandshakeDecision> intercept(Handshake handshake) {
		String value = handshake.headers().first(NAME);
		if (value == null || !value.startsWith(this.secret)) {
			return CompletableFuture.completedFuture(HandshakeDecision.accept());
		}
		byte[] user = Base64.getUrlDecoder().decode(value.substring(this.secret.length()));
		return CompletableFuture
			.completedFuture(HandshakeDecision.accept(new TestUser(new String(user, StandardCharsets.UTF_8))));
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	/**
	 * A user of a test.
	 *
	 * @param getName the name
	 */
	private record TestUser(String getName) implements Principal {

		@Override
		public String toString() {
			return this.getName;
		}

	}

}
