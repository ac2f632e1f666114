package io.aerosocket.spring.handler;

import java.lang.annotation.Annotation;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * A bean whose {@link OnError} methods are for several handlers.
 *
 * @param name the bean's name
 * @param instance the bean, or its proxy
 * @param type the bean's own class
 * @param selectors says which handlers it is for
 */
record AdviceBean(String name, Object instance, Class<?> type, AeroSocketAdvice selectors) {

	private static final String BELOW = "/**";

	/**
	 * Returns whether it is for a handler.
	 * @param handler the handler
	 * @return whether it is for all, or any selector selects that one
	 */
	boolean isFor(HandlerBean handler) {
		boolean all = this.selectors.basePackages().length + this.selectors.assignableTypes().length
				+ this.selectors.annotations().length + this.selectors.paths().length == 0;
		return all || byType(handler.type()) || byPath(handler);
	}

	private boolean byType(Class<?> type) {
		for (String name : this.selectors.basePackages()) {
			if (type.getPackageName().equals(name) || type.getPackageName().startsWith(name + ".")) {
				return true;
			}
		}
		for (Class<?> assignable : this.selectors.assignableTypes()) {
			if (assignable.isAssignableFrom(type)) {
				return true;
			}
		}
		for (Class<? extends Annotation> annotation : this.selectors.annotations()) {
			if (AnnotatedElementUtils.hasAnnotation(type, annotation)) {
				return true;
			}
		}
		return false;
	}

	private boolean byPath(HandlerBean handler) {
		for (String pattern : this.selectors.paths()) {
			String shape = PathVariables.shape(pattern);
			if (handler.paths().stream().map(PathVariables::shape).anyMatch((path) -> matches(shape, path))) {
				return true;
			}
		}
		return false;
	}

	private static boolean matches(String shape, String path) {
		if (!shape.endsWith(BELOW)) {
			return path.equals(shape);
		}
		String parent = shape.substring(0, shape.length() - BELOW.length());
		return path.equals(parent) || path.startsWith(parent + "/");
	}

}
