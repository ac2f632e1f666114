package io.aerosocket.spring.handler;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * The {@link OnError} methods for a handler by the error they are for.
 */
final class ErrorMethods {

	private static final int MOST_SUPPRESSED = 16;

	/** How far the causes are followed. */
	private static final int DEEPEST = 64;

	// The handler's own first, then those of each advice in order.
	private final List<Map<Class<? extends Throwable>, HandlerMethod>> methods;

	// Bounded by the number of exception classes.
	private final ConcurrentMap<Class<?>, Optional<HandlerMethod>> resolved = new ConcurrentHashMap<>();

	ErrorMethods(List<Map<Class<? extends Throwable>, HandlerMethod>> methods) {
		this.methods = methods.stream().filter((some) -> !some.isEmpty()).map(Map::copyOf).toList();
	}

	/**
	 * Finds the method that is declared for the nearest superclass, in the first bean
	 * that has any for the error.
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
		return this.methods.stream()
			.map((some) -> nearest(some, error))
			.filter(Objects::nonNull)
			.map(HandlerMethod.class::cast)
			.findFirst();
	}

	private static @Nullable HandlerMethod nearest(Map<Class<? extends Throwable>, HandlerMethod> methods,
			Class<?> error) {
		for (Class<?> type = error; type != null; type = type.getSuperclass()) {
			HandlerMethod method = methods.get(type);
			if (method != null) {
				return method;
			}
		}
		return null;
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

	/**
	 * Adds an error to the suppressed ones of the one that a method for errors threw,
	 * unless it tells of it already.
	 * @param again what the method threw
	 * @param error the error that it was called for
	 */
	@SuppressWarnings("ReferenceEquality") // the very error, not one like it
	static void remember(Throwable again, Throwable error) {
		Throwable cause = again;
		// Causes may go in a circle.
		for (int depth = 0; depth < DEEPEST && cause != null && cause != error; depth++) {
			cause = cause.getCause();
		}
		// A shared exception must not grow.
		if (cause != error && again.getSuppressed().length < MOST_SUPPRESSED) {
			again.addSuppressed(error);
		}
	}

}
