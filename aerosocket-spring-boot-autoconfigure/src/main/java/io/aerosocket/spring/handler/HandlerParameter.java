package io.aerosocket.spring.handler;

import java.lang.annotation.Annotation;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * A parameter of a handler method that needs an argument.
 *
 * @param parameter the parameter, with its type and annotations
 * @param event what the method is called for
 * @param paths the path patterns of the handler
 */
public record HandlerParameter(MethodParameter parameter, HandlerEvent event, List<String> paths) {

	public HandlerParameter {
		paths = List.copyOf(paths);
	}

	/**
	 * Returns the parameter's type, or that of what it consists of if the parameter is
	 * {@linkplain MethodParameter#nested() nested}. A type variable is what the handler's
	 * class says that it is.
	 * @return the raw type
	 */
	public Class<?> type() {
		return ResolvableType.forMethodParameter(this.parameter).resolve(this.parameter.getNestedParameterType());
	}

	/**
	 * Finds an annotation of the parameter.
	 * @param <A> the annotation's type
	 * @param type the annotation's type
	 * @return the annotation, or {@code null} when there is none
	 */
	public <A extends Annotation> @Nullable A annotation(Class<A> type) {
		return this.parameter.getParameterAnnotation(type);
	}

}
