package io.aerosocket.spring.handler;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Puts what is known of them in the place of type variables, also of those within other
 * types, since codecs know a type alone and not the class that it is used in.
 */
final class ResolvedTypes {

	private ResolvedTypes() {
	}

	/**
	 * Resolves a type.
	 * @param type the type, which knows where it is used
	 * @return a type without variables, or {@code null} if nothing says what one of them
	 * stands for
	 */
	static @Nullable Type of(ResolvableType type) {
		Type declared = type.getType();
		if (declared instanceof Class<?> || isUnbounded(declared)) {
			return declared;
		}
		if (type.isArray()) {
			return array(of(type.getComponentType()));
		}
		Class<?> raw = type.resolve();
		if (raw == null) {
			return null;
		}
		Type[] arguments = new Type[type.getGenerics().length];
		for (int i = 0; i < arguments.length; i++) {
			Type argument = of(type.getGeneric(i));
			if (argument == null) {
				// The variable may stand for a class that is used without its own.
				return (declared instanceof TypeVariable<?>) ? raw : null;
			}
			arguments[i] = argument;
		}
		return parameterized(declared, raw, arguments);
	}

	private static Type parameterized(Type declared, Class<?> raw, Type[] arguments) {
		if (arguments.length == 0) {
			return raw;
		}
		if (declared instanceof ParameterizedType parameterized
				&& Arrays.equals(parameterized.getActualTypeArguments(), arguments)) {
			return declared;
		}
		return ResolvableType
			.forClassWithGenerics(raw,
					Arrays.stream(arguments).map(ResolvableType::forType).toArray(ResolvableType[]::new))
			.getType();
	}

	private static @Nullable Type array(@Nullable Type component) {
		if (component instanceof Class<?> type) {
			return type.arrayType();
		}
		return (component != null) ? new ArrayType(component) : null;
	}

	private static boolean isUnbounded(Type type) {
		return type instanceof WildcardType wildcard && wildcard.getLowerBounds().length == 0
				&& Arrays.equals(wildcard.getUpperBounds(), new Type[] { Object.class });
	}

	/**
	 * An array whose elements have type arguments.
	 *
	 * @param component the type of its elements
	 */
	private record ArrayType(Type component) implements GenericArrayType {

		@Override
		public Type getGenericComponentType() {
			return this.component;
		}

		@Override
		public String getTypeName() {
			return this.component.getTypeName() + "[]";
		}

	}

}
