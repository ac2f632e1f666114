package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.security.Principal;

import org.springframework.boot.actuate.endpoint.SecurityContext;

/**
 * Who uses an endpoint.
 */
final class Operator {

	/** Who is not known by name. */
	private static final String ANONYMOUS = "actuator";

	private Operator() {
	}

	static String name(SecurityContext user) {
		Principal principal = user.getPrincipal();
		return (principal != null && principal.getName() != null) ? principal.getName() : ANONYMOUS;
	}

}
