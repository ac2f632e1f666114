package io.aerosocket.spring.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.validation.ConstraintDeclarationException;
import jakarta.validation.metadata.MethodDescriptor;
import jakarta.validation.metadata.ParameterDescriptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.annotation.ValidationAnnotationUtils;
import org.springframework.validation.beanvalidation.MethodValidationAdapter;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;

import io.aerosocket.Handshake;

/**
 * Checks the constraints that are written at a method's parameters rather than in the
 * class of an argument, as Spring MVC does. Whoever breaks them is the peer, whether it
 * is by its message or by its request.
 */
final class MethodConstraints implements HandlerCallInterceptor {

	private final MethodValidationAdapter adapter;

	private final Object target;

	private final Method method;

	private final MethodParameter[] parameters;

	private final List<HandlerArgument> arguments;

	private final Class<?>[] groups;

	private MethodConstraints(MethodValidationAdapter adapter, Object target, Method method,
			MethodParameter[] parameters, List<HandlerArgument> arguments) {
		this.adapter = adapter;
		this.target = target;
		this.method = method;
		this.parameters = parameters;
		this.arguments = arguments;
		this.groups = ValidationAnnotationUtils.determineValidationGroups(target, method);
	}

	/**
	 * Finds the constraints of a method.
	 * @param validator knows them
	 * @param bean the bean
	 * @param method its method
	 * @param parameters the method's parameters
	 * @param arguments what supplies each of them
	 * @return the constraints, or {@code null} if there are none but in the payload's
	 * class
	 * @throws HandlerDeclarationException if they do not fit what they are written at
	 */
	static @Nullable MethodConstraints find(jakarta.validation.Validator validator, HandlerBean bean, Method method,
			MethodParameter[] parameters, List<HandlerArgument> arguments) {
		try {
			MethodDescriptor descriptor = validator.getConstraintsForClass(bean.type())
				.getConstraintsForMethod(method.getName(), method.getParameterTypes());
			if (descriptor == null || !isConstrained(descriptor, arguments)) {
				return null;
			}
			Object target = AopProxyUtils.getSingletonTarget(bean.instance());
			MethodConstraints constraints = new MethodConstraints(new MethodValidationAdapter(validator),
					(target != null) ? target : bean.instance(), method, parameters, arguments);
			constraints.validate(new @Nullable Object[parameters.length]);
			return constraints;
		}
		catch (ConstraintDeclarationException ex) {
			if (Arrays.stream(parameters).noneMatch(ParameterConstraints::isConstrained)) {
				// It is about another method of the class, or about @Valid where the
				// overridden method has none, which holds for the payload anyway.
				return null;
			}
			throw new HandlerDeclarationException("its constraints do not fit its parameters: " + ex.getMessage(),
					"use constraints for the parameters' types, where the method is declared first; those of a stream's "
							+ "elements belong into their class, with @Valid before the stream");
		}
	}

	private static boolean isConstrained(MethodDescriptor method, List<HandlerArgument> arguments) {
		if (method.getCrossParameterDescriptor().hasConstraints()) {
			return true;
		}
		for (ParameterDescriptor parameter : method.getParameterDescriptors()) {
			boolean stream = arguments.get(parameter.getIndex()) instanceof MessageStreams.Argument;
			if (stream && parameter.hasConstraints()) {
				throw new HandlerDeclarationException(
						"the constraints of its parameter " + parameter.getIndex() + " are those of a stream",
						"write @Valid before it, and the constraints into the class of its elements");
			}
			if (parameter.hasConstraints() || !parameter.getConstrainedContainerElementTypes().isEmpty()
					|| (parameter.isCascaded() && isContainer(parameter.getElementClass()))) {
				return true;
			}
		}
		return false;
	}

	private static boolean isContainer(Class<?> type) {
		return Iterable.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || type.isArray()
				|| type == Optional.class;
	}

	/**
	 * Returns what checks the constraints of those arguments that are known before there
	 * is a connection.
	 * @return the check, which supplies nothing
	 */
	HandshakeArgument early() {
		return (handshake) -> {
			checkRequest(validate(requested(handshake)), HandshakeArgument.class);
			return null;
		};
	}

	private @Nullable Object[] requested(Handshake handshake) {
		@Nullable Object[] values = new @Nullable Object[this.parameters.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = (this.arguments.get(i) instanceof HandshakeArgument argument) ? argument.get(handshake) : null;
		}
		return values;
	}

	@Override
	public @Nullable Object intercept(HandlerCall call) throws Throwable {
		MethodValidationResult result = validate(call.arguments());
		if (result.hasErrors()) {
			checkPayload(result);
			checkRequest(result, HandlerArgument.class);
		}
		return call.proceed();
	}

	private MethodValidationResult validate(@Nullable Object[] values) {
		return this.adapter.validateArguments(this.target, this.method, this.parameters, values, this.groups);
	}

	private void checkPayload(MethodValidationResult result) {
		List<ObjectError> found = new ArrayList<>();
		Object payload = null;
		for (ParameterValidationResult wrong : result.getParameterValidationResults()) {
			if (argument(wrong) instanceof PayloadArguments.Payload) {
				payload = (wrong.getContainer() != null) ? wrong.getContainer() : wrong.getArgument();
				found.addAll(errors(wrong));
			}
		}
		for (MessageSourceResolvable wrong : result.getCrossParameterValidationResults()) {
			found.add(error("payload", null, wrong));
		}
		if (!found.isEmpty()) {
			BeanPropertyBindingResult errors = new BeanPropertyBindingResult(payload, found.get(0).getObjectName());
			found.forEach(errors::addError);
			throw new PayloadValidationException(errors);
		}
	}

	private void checkRequest(MethodValidationResult result, Class<? extends HandlerArgument> kind) {
		for (ParameterValidationResult wrong : result.getParameterValidationResults()) {
			if (kind.isInstance(argument(wrong))) {
				String name = wrong.getMethodParameter().getParameterName();
				throw new HandshakeValueException(name + " " + wrong.getResolvableErrors().get(0).getDefaultMessage(),
						null);
			}
		}
	}

	private HandlerArgument argument(ParameterValidationResult wrong) {
		return this.arguments.get(wrong.getMethodParameter().getParameterIndex());
	}

	private static List<ObjectError> errors(ParameterValidationResult wrong) {
		String name = wrong.getMethodParameter().getParameterType().getSimpleName();
		String element = element(wrong);
		if (wrong instanceof ParameterErrors bean && element == null) {
			return List.copyOf(((Errors) bean).getAllErrors());
		}
		return wrong.getResolvableErrors().stream().map((error) -> error(name, element, error)).toList();
	}

	// Which one of a container's elements it is, without its key, which the peer chose.
	private static @Nullable String element(ParameterValidationResult wrong) {
		if (wrong.getContainerIndex() != null) {
			return "[" + wrong.getContainerIndex() + "]";
		}
		return (wrong.getContainer() != null) ? "[]" : null;
	}

	private static ObjectError error(String object, @Nullable String element, MessageSourceResolvable error) {
		String field = (error instanceof FieldError inner) ? inner.getField() : null;
		if (element == null && field == null) {
			return new ObjectError(object, error.getCodes(), error.getArguments(), error.getDefaultMessage());
		}
		String path = (element != null) ? element + ((field != null) ? "." : "") : "";
		Object rejected = (error instanceof FieldError inner) ? inner.getRejectedValue() : null;
		return new FieldError(object, path + ((field != null) ? field : ""), rejected, false, error.getCodes(),
				error.getArguments(), error.getDefaultMessage());
	}

}
