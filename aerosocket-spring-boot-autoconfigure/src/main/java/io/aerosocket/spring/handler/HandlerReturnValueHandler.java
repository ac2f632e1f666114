package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Strategy that finds out, at start-up, how to send what a handler method returns.
 * Handlers are asked in order and the first answer counts; an application's beans of this
 * type come before the built-in ones.
 */
@FunctionalInterface
public interface HandlerReturnValueHandler {

	/**
	 * Resolves a type.
	 * @param type what the method returns, or the element of a stage, a {@code Mono} or a
	 * {@code Flux} that it returns
	 * @return what sends values of that type, or {@code null} if this handler does not
	 * know the type
	 */
	@Nullable HandlerReply resolve(ResolvableType type);

}
