package io.aerosocket.spring.handler;

import java.security.Principal;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.Handshake;

/**
 * Arguments that are known by their type: the connection, its handshake and principal,
 * and why it closed or failed.
 */
final class ConnectionArguments implements HandlerArgumentResolver {

	@Override
	public @Nullable HandlerArgument resolve(HandlerParameter parameter) {
		Class<?> type = parameter.type();
		if (type == Connection.class) {
			return (connection, event) -> connection;
		}
		if (type == Handshake.class) {
			return (connection, event) -> connection.handshake();
		}
		if (type == CloseReason.class) {
			return onlyFor(HandlerEvent.CLOSE, "@OnClose", parameter);
		}
		if (Throwable.class.isAssignableFrom(type)) {
			return onlyFor(HandlerEvent.ERROR, "@OnError", parameter);
		}
		return principal(parameter);
	}

	private static HandlerArgument onlyFor(HandlerEvent event, String annotation, HandlerParameter parameter) {
		if (parameter.event() != event) {
			throw new HandlerDeclarationException(
					"a " + parameter.type().getSimpleName() + " parameter is for " + annotation + " methods only",
					"remove the parameter, or annotate the method with " + annotation);
		}
		return (connection, cause) -> cause;
	}

	private static @Nullable HandlerArgument principal(HandlerParameter parameter) {
		MethodParameter target = parameter.parameter().nestedIfOptional();
		Class<?> type = new HandlerParameter(target, parameter.event(), parameter.paths()).type();
		if (!Principal.class.isAssignableFrom(type)) {
			return null;
		}
		if (parameter.type() == Optional.class) {
			return (connection, event) -> Optional.ofNullable(principal(connection, type));
		}
		return (connection, event) -> principal(connection, type);
	}

	private static @Nullable Principal principal(Connection connection, Class<?> type) {
		Principal principal = connection.handshake().principal();
		if (principal != null && !type.isInstance(principal)) {
			throw new IllegalStateException(
					"principal: " + principal.getClass().getName() + " (expected: " + type.getName() + ")");
		}
		return principal;
	}

}
