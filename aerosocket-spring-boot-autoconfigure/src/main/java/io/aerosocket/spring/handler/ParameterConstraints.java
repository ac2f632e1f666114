package io.aerosocket.spring.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;

/**
 * Finds what has to be checked of a method's arguments, where there is Jakarta Validation
 * and where there is not.
 */
final class ParameterConstraints {

	private static final boolean PRESENT = ClassUtils.isPresent("jakarta.validation.Validator",
			ParameterConstraints.class.getClassLoader());

	private static final String CONSTRAINT = "jakarta.validation.Constraint";

	private static final String VALID = "jakarta.validation.Valid";

	private final @Nullable Object validator;

	/**
	 * Creates the finder.
	 * @param validator what validates payloads, or {@code null} when nothing does
	 */
	ParameterConstraints(@Nullable Validator validator) {
		this.validator = (PRESENT && validator != null) ? Jakarta.validator(validator) : null;
	}

	/**
	 * Finds the constraints of a method.
	 * @param bean the bean
	 * @param method its method
	 * @param parameters the method's parameters
	 * @param arguments what supplies each of them
	 * @return what checks them, or {@code null} if there are none but in the payload's
	 * class
	 * @throws HandlerDeclarationException if nothing can check them
	 */
	@Nullable MethodConstraints find(HandlerBean bean, Method method, MethodParameter[] parameters,
			List<HandlerArgument> arguments) {
		if (this.validator != null) {
			return Jakarta.find(this.validator, bean, method, parameters, arguments);
		}
		for (MethodParameter parameter : parameters) {
			if (isConstrained(parameter)) {
				throw new HandlerDeclarationException(
						"its parameter " + parameter.getParameterIndex()
								+ " has constraints, but there is no Validator for them",
						"add org.springframework.boot:spring-boot-starter-validation");
			}
		}
		return null;
	}

	/**
	 * Returns whether something at a parameter itself, or within its type, is a
	 * constraint.
	 * @param parameter the parameter
	 * @return whether it has to be checked, but for {@code @Valid} before a payload
	 */
	static boolean isConstrained(MethodParameter parameter) {
		AnnotatedType type = parameter.getExecutable().getAnnotatedParameterTypes()[parameter.getParameterIndex()];
		return isConstraint(parameter.getParameterAnnotations(), false) || isConstrained(type);
	}

	private static boolean isConstrained(AnnotatedType type) {
		if (!(type instanceof AnnotatedParameterizedType parameterized)) {
			return false;
		}
		for (AnnotatedType argument : parameterized.getAnnotatedActualTypeArguments()) {
			if (isConstraint(argument.getAnnotations(), true) || isConstrained(argument)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isConstraint(Annotation[] annotations, boolean element) {
		for (Annotation annotation : annotations) {
			Class<?> type = annotation.annotationType();
			if (MergedAnnotations.from(type).isPresent(CONSTRAINT) || (element && type.getName().equals(VALID))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What must not be loaded without Jakarta Validation.
	 */
	private static final class Jakarta {

		static @Nullable Object validator(Validator validator) {
			if (validator instanceof jakarta.validation.Validator) {
				return validator;
			}
			if (validator instanceof SmartValidator smart) {
				try {
					return smart.unwrap(jakarta.validation.Validator.class);
				}
				catch (IllegalArgumentException ex) {
					return null;
				}
			}
			return null;
		}

		static @Nullable MethodConstraints find(Object validator, HandlerBean bean, Method method,
				MethodParameter[] parameters, List<HandlerArgument> arguments) {
			return MethodConstraints.find((jakarta.validation.Validator) validator, bean, method, parameters,
					arguments);
		}

	}

}
