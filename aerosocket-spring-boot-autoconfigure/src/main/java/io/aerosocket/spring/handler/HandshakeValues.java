package io.aerosocket.spring.handler;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;

import io.aerosocket.Handshake;

/**
 * Arguments that come from the handshake by name: {@code @PathVariable},
 * {@code @RequestParam} and {@code @RequestHeader}, converted to the parameter's type.
 */
final class HandshakeValues implements HandlerArgumentResolver {

	private static final TypeDescriptor STRING = TypeDescriptor.valueOf(String.class);

	private static final TypeDescriptor STRINGS = TypeDescriptor.collection(List.class, STRING);

	private final ConversionService conversion;

	private final UnaryOperator<String> placeholders;

	/**
	 * Creates the resolver.
	 * @param conversion converts the texts
	 * @param placeholders resolves placeholders in default values
	 */
	HandshakeValues(ConversionService conversion, UnaryOperator<String> placeholders) {
		this.conversion = conversion;
		this.placeholders = placeholders;
	}

	@Override
	public @Nullable HandlerArgument resolve(HandlerParameter parameter) {
		Name name = name(parameter);
		return (name != null) ? argument(parameter.parameter(), name) : null;
	}

	private static @Nullable Name name(HandlerParameter parameter) {
		PathVariable variable = parameter.annotation(PathVariable.class);
		if (variable != null) {
			String name = nameOf(parameter, variable.name());
			checkVariable(parameter.paths(), name);
			return new Name(Source.PATH, name, variable.required(), null);
		}
		RequestParam param = parameter.annotation(RequestParam.class);
		if (param != null) {
			return new Name(Source.QUERY, nameOf(parameter, param.name()), param.required(), param.defaultValue());
		}
		RequestHeader header = parameter.annotation(RequestHeader.class);
		if (header != null) {
			return new Name(Source.HEADER, nameOf(parameter, header.name()), header.required(), header.defaultValue());
		}
		return null;
	}

	private static String nameOf(HandlerParameter parameter, String declared) {
		String name = !declared.isEmpty() ? declared : parameter.parameter().getParameterName();
		if (name == null) {
			throw new HandlerDeclarationException(
					"the name of parameter " + parameter.parameter().getParameterIndex() + " is not known",
					"give the annotation a name, or compile with -parameters");
		}
		return name;
	}

	private static void checkVariable(List<String> paths, String name) {
		for (String path : paths) {
			List<String> variables = PathVariables.of(path);
			if (!variables.contains(name)) {
				throw new HandlerDeclarationException(
						"@PathVariable '" + name + "' is not in the path '" + path + "', which has "
								+ (variables.isEmpty() ? "no variables" : "the variables " + variables),
						"write {" + name + "} into the path, or name one of its variables");
			}
		}
	}

	private HandlerArgument argument(MethodParameter parameter, Name name) {
		boolean many = isMany(parameter);
		TypeDescriptor source = many ? STRINGS : STRING;
		TypeDescriptor target = new TypeDescriptor(parameter);
		if (!this.conversion.canConvert(source, target)) {
			throw new HandlerDeclarationException(
					"no converter makes a " + parameter.getGenericParameterType().getTypeName() + " of " + name,
					"use another type, or add a Converter bean");
		}
		String fallback = name.fallback(this.placeholders);
		boolean required = name.required() && fallback == null && !parameter.isOptional();
		if (!required && fallback == null && parameter.getParameterType().isPrimitive()) {
			throw new HandlerDeclarationException(
					name + " may be absent, but its parameter is a primitive " + parameter.getParameterType(),
					"use its wrapper, Optional, or a default value");
		}
		Function<Handshake, @Nullable Object> reader = many ? name::all : name::first;
		if (parameter.getParameterType() == String.class) {
			return new Value(reader, (text) -> text, name, required, fallback);
		}
		Converter converter = (text) -> this.conversion.convert(text, source, target);
		Object converted = (fallback != null) ? checkFallback(converter, name, fallback, many) : null;
		if (converted == null && parameter.getParameterType() == Optional.class) {
			converted = Optional.empty();
		}
		return new Value(reader, converter, name, required, converted);
	}

	private static boolean isMany(MethodParameter parameter) {
		Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
		return Collection.class.isAssignableFrom(type) || (type.isArray() && type != byte[].class);
	}

	private static @Nullable Object checkFallback(Converter converter, Name name, String fallback, boolean many) {
		try {
			return converter.convert(many ? List.of(fallback) : fallback);
		}
		catch (ConversionException ex) {
			throw new HandlerDeclarationException("the default value '" + fallback + "' of " + name + " does not fit",
					"write one that converts to the parameter's type");
		}
	}

	/**
	 * Where a value comes from.
	 */
	private enum Source {

		PATH("path variable"), QUERY("request parameter"), HEADER("request header");

		private final String label;

		Source(String label) {
			this.label = label;
		}

	}

	/**
	 * Converts texts to the parameter's type.
	 */
	@FunctionalInterface
	private interface Converter {

		@Nullable Object convert(Object text);

	}

	/**
	 * What is asked of the handshake.
	 *
	 * @param source where it is looked up
	 * @param name its name
	 * @param required whether the annotation asks for it
	 * @param declaredFallback the annotation's default value
	 */
	private record Name(Source source, String name, boolean required, @Nullable String declaredFallback) {

		@Nullable String fallback(UnaryOperator<String> placeholders) {
			if (this.declaredFallback == null || ValueConstants.DEFAULT_NONE.equals(this.declaredFallback)) {
				return null;
			}
			return placeholders.apply(this.declaredFallback);
		}

		@Nullable Object first(Handshake handshake) {
			return switch (this.source) {
				case PATH -> handshake.pathVariables().get(this.name);
				case HEADER -> handshake.headers().first(this.name);
				case QUERY -> {
					List<String> values = handshake.queryParameters().get(this.name);
					yield (values == null || values.isEmpty()) ? null : values.get(0);
				}
			};
		}

		@Nullable Object all(Handshake handshake) {
			if (this.source == Source.PATH) {
				Object value = first(handshake);
				return (value != null) ? List.of(value) : null;
			}
			List<String> values = (this.source == Source.HEADER) ? handshake.headers().all(this.name)
					: handshake.queryParameters().get(this.name);
			return (values == null || values.isEmpty()) ? null : values;
		}

		@Override
		public String toString() {
			return this.source.label + " '" + this.name + "'";
		}

	}

	/**
	 * A value of the handshake.
	 *
	 * @param reader reads its text or texts
	 * @param converter converts them
	 * @param name what is asked for
	 * @param required whether it must be there
	 * @param fallback what to use when it is not there
	 */
	private record Value(Function<Handshake, @Nullable Object> reader, Converter converter, Name name, boolean required,
			@Nullable Object fallback) implements HandshakeArgument {

		@Override
		public @Nullable Object get(Handshake handshake) {
			Object text = this.reader.apply(handshake);
			if (text == null && !this.required) {
				return this.fallback;
			}
			if (text == null) {
				throw new HandshakeValueException(this.name + " is missing", null);
			}
			Object value = convert(text);
			if (value == null && this.required) {
				throw new HandshakeValueException(this.name + " is empty", null);
			}
			return (value != null) ? value : this.fallback;
		}

		private @Nullable Object convert(Object text) {
			try {
				return this.converter.convert(text);
			}
			catch (ConversionException ex) {
				throw new HandshakeValueException(this.name + " is not of the type it has to be", ex);
			}
		}

	}

}
