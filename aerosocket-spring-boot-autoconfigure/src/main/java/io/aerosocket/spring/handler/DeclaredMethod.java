package io.aerosocket.spring.handler;

import java.lang.reflect.Method;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * A bean's method as all its declarations have it: its parameters carry the annotations
 * of the methods that it overrides and implements too, and type variables stand for what
 * the bean's class says.
 */
final class DeclaredMethod extends AnnotatedMethod {

	private final Class<?> type;

	/**
	 * Creates the method.
	 * @param type the bean's own class
	 * @param method a method that it has or inherits
	 */
	DeclaredMethod(Class<?> type, Method method) {
		super(method);
		this.type = type;
	}

	@Override
	protected Class<?> getContainingClass() {
		return this.type;
	}

	/**
	 * Returns what the method returns.
	 * @return the type, its variables resolved where they can be
	 */
	ResolvableType returned() {
		return ResolvableType.forMethodParameter(getReturnType());
	}

}
