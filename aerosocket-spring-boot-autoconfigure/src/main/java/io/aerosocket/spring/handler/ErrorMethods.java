package io.aerosocket.spring.handler;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * A handler's {@link OnError} methods by the error they are for.
 */
final class ErrorMethods {

	private final Map<Class<? extends Throwable>, HandlerMethod> methods;

	// Bounded by the number of exception classes.
	private final ConcurrentMap<Class<?>, Optional<HandlerMethod>> resolved = new ConcurrentHashMap<>();

	ErrorMethods(Map<Class<? extends Throwable>, HandlerMethod> methods) {
		this.methods = Map.copyOf(methods);
	}

	/**
	 * Finds the method that is declared for the nearest superclass.
	 * @param error the error, not one that only wraps another
	 * @return the method, or {@code null} when none takes it
	 */
	@Nullable HandlerMethod find(Throwable error) {
		if (this.methods.isEmpty()) {
			return null;
		}
		return this.resolved.computeIfAbsent(error.getClass(), this::nearest).orElse(null);
	}

	private Optional<HandlerMethod> nearest(Class<?> error) {
		for (Class<?> type = error; type != null; type = type.getSuperclass()) {
			HandlerMethod method = this.methods.get(type);
			if (method != null) {
				return Optional.of(method);
			}
		}
		return Optional.empty();
	}

	/**
	 * Takes off what stages wrap around errors.
	 * @param error any error
	 * @return the error that a method threw
	 */
	static Throwable unwrap(Throwable error) {
		Throwable result = error;
		while ((result instanceof CompletionException || result instanceof ExecutionException)
				&& result.getCause() != null) {
			result = result.getCause();
		}
		return result;
	}

}
