package io.aerosocket.spring.handler;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;

/**
 * What a handler method may not be, whatever it takes and returns.
 */
final class DeclarationRules {

	private DeclarationRules() {
	}

	/**
	 * Checks a method.
	 * @param bean the bean
	 * @param method its method
	 * @throws HandlerDeclarationException if it cannot work
	 */
	static void check(HandlerBean bean, Method method) {
		int modifiers = method.getModifiers();
		if (Modifier.isStatic(modifiers)) {
			throw new HandlerDeclarationException("it is static", "make it an instance method");
		}
		if (Modifier.isPrivate(modifiers)) {
			throw new HandlerDeclarationException("it is private, so a proxy could not intercept it",
					"make it package-private or public");
		}
		if (Modifier.isFinal(modifiers) && AopUtils.isCglibProxy(bean.instance())) {
			throw new HandlerDeclarationException(
					"it is final, so the bean's proxy cannot intercept it: what @PreAuthorize, @Transactional and the "
							+ "like say would not happen, and the bean's fields would be empty",
					"remove 'final'");
		}
		checkAsync(bean.type(), method);
	}

	// With a CompletableFuture, a call ends when its work does. With anything else the
	// next message would not wait, nothing would hold the peer back, and errors would
	// reach nobody here.
	private static void checkAsync(Class<?> type, Method method) {
		boolean async = AnnotatedElementUtils.hasAnnotation(method, Async.class)
				|| AnnotatedElementUtils.hasAnnotation(type, Async.class);
		if (async && method.getReturnType() != CompletableFuture.class) {
			throw new HandlerDeclarationException(
					"it is @Async, so that its call would be over before its work is: messages would overtake each "
							+ "other, and errors would be lost",
					"remove @Async, since it runs on a thread that may block anyway (execution = HandlerExecution.WORKER, "
							+ "or aerosocket.server.execution.mode), or return a CompletableFuture");
		}
	}

	/**
	 * Checks a type that a method returns, or that its stage completes with.
	 * @param returned the type
	 * @throws HandlerDeclarationException if nobody could tell when it is there
	 */
	static void checkReturned(Class<?> returned) {
		if (Future.class.isAssignableFrom(returned) && !CompletionStage.class.isAssignableFrom(returned)) {
			throw new HandlerDeclarationException(
					"it returns a " + returned.getSimpleName() + ", which does not tell when it is done",
					"return a CompletionStage, such as a CompletableFuture, or the value itself: the method may block "
							+ "unless it runs on the event loop");
		}
	}

}
