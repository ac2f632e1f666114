package io.aerosocket.spring.handler;

import java.util.Set;

import io.aerosocket.CloseCode;
import io.aerosocket.ProtocolViolationException;

/**
 * Errors that say that the peer may not do what it asked for: those of Spring Security,
 * which need not be there. A peer causes them as often as it likes, so they are no
 * failures of the application.
 */
final class AccessFaults {

	private static final Set<String> TYPES = Set.of("org.springframework.security.access.AccessDeniedException",
			"org.springframework.security.core.AuthenticationException");

	private AccessFaults() {
	}

	/**
	 * Returns whether an error, or a class that it extends, is one of them.
	 * @param error the error
	 * @return {@code true} if the peer was denied something
	 */
	static boolean isOne(Throwable error) {
		for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
			if (TYPES.contains(type.getName())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Makes what the engine closes connections for.
	 * @param error one of them
	 * @return a violation that tells the peer no more than that
	 */
	static ProtocolViolationException toViolation(Throwable error) {
		return new ProtocolViolationException(CloseCode.POLICY_VIOLATION, "access denied", error);
	}

}
