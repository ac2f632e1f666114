package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

/**
 * Strategy that finds out, at start-up, how to supply a handler method's parameter.
 * Resolvers are asked in order and the first answer counts; an application's beans of
 * this type come before the built-in ones.
 */
@FunctionalInterface
public interface HandlerArgumentResolver {

	/**
	 * Resolves a parameter.
	 * @param parameter the parameter
	 * @return what supplies its argument, or {@code null} if this resolver does not know
	 * the parameter
	 * @throws HandlerDeclarationException if the parameter is meant for this resolver and
	 * is declared wrongly
	 */
	@Nullable HandlerArgument resolve(HandlerParameter parameter);

}
