package io.aerosocket.spring.boot.autoconfigure;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * The names of properties that may be written below {@code aerosocket}. Those of our own
 * records are known one by one; what an application binds to a class of its own is open.
 */
final class KnownProperties {

	/** Stands for the key of a map. */
	private static final String ANY = "*";

	/** Everything below is allowed. */
	private static final String OPEN = "**";

	private static final Pattern KEY = Pattern.compile("\\[[^\\]]*\\D[^\\]]*]");

	private static final List<Class<?>> OURS = List.of(AeroSocketServerProperties.class,
			AeroSocketReloadProperties.class, AeroSocketAuditProperties.class);

	/** Properties of conditions, which are bound to nothing. */
	private static final List<String> CONDITIONS = List.of();

	private final Set<String> names = new TreeSet<>(CONDITIONS);

	KnownProperties() {
		OURS.forEach((type) -> add(prefix(type), ResolvableType.forClass(type)));
	}

	private static String prefix(Class<?> type) {
		ConfigurationProperties annotation = AnnotationUtils.findAnnotation(type, ConfigurationProperties.class);
		return (annotation != null) ? annotation.prefix() : "";
	}

	/**
	 * Allows everything below a prefix.
	 * @param prefix the prefix that something else is bound to
	 */
	void open(String prefix) {
		if (OURS.stream().noneMatch((type) -> prefix(type).equals(prefix))) {
			this.names.add(prefix + "." + OPEN);
		}
	}

	/**
	 * Returns the names.
	 * @return the names in their dashed form
	 */
	Set<String> names() {
		return this.names;
	}

	/**
	 * Finds what somebody may have meant by a name that does not exist.
	 * @param name the name, the key of a map in brackets
	 * @return the nearest names first, with the same key; none if nothing is near
	 */
	List<String> similar(String name) {
		Matcher key = KEY.matcher(name);
		if (!key.find()) {
			return SimilarNames.of(name, this.names);
		}
		String written = key.group();
		return SimilarNames.of(key.replaceFirst("." + Matcher.quoteReplacement(ANY)), this.names)
			.stream()
			.map((similar) -> similar.replace("." + ANY + ".", written + "."))
			.toList();
	}

	/**
	 * Tells whether a property is known. Dashes, case and the indices of lists make no
	 * difference, and a group without a value is known too.
	 * @param name the property
	 * @return whether it is, or is the beginning of, a known name
	 */
	boolean contains(ConfigurationPropertyName name) {
		String[] elements = elements(name);
		return this.names.stream().anyMatch((known) -> matches(known.split("\\."), elements));
	}

	/**
	 * Tells whether there is a property of this name, as the documentation writes it.
	 * @param name the property
	 * @return whether it is a known name
	 */
	boolean isExactly(String name) {
		return ConfigurationPropertyName.isValid(name)
				&& this.names.stream().anyMatch((known) -> isExactly(known, ConfigurationPropertyName.of(name)));
	}

	private static boolean isExactly(String known, ConfigurationPropertyName name) {
		String[] elements = known.split("\\.", -1);
		if (elements.length != name.getNumberOfElements()) {
			return false;
		}
		for (int i = 0; i < elements.length; i++) {
			if (!elements[i].equals(ANY) && !elements[i].equals(name.getElement(i, Form.DASHED))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Tells whether the name of an environment variable stands for a known property. Its
	 * underscores may be dots, dashes or nothing.
	 * @param variable the variable
	 * @return whether any known property can be meant
	 */
	boolean contains(String variable) {
		String flat = flat(variable);
		return this.names.stream()
			.map((known) -> flat(known.replace(OPEN, "").replace(ANY, "")))
			.anyMatch((known) -> (flat.startsWith(known) && flat.substring(known.length()).matches("\\d*"))
					|| isOpen(known, flat));
	}

	private boolean isOpen(String known, String flat) {
		return this.names.stream()
			.filter((name) -> name.contains(ANY))
			.map((name) -> flat(name.substring(0, name.indexOf(ANY))))
			.anyMatch((prefix) -> prefix.equals(known) && flat.startsWith(prefix));
	}

	private static String flat(String name) {
		return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

	private static boolean matches(String[] known, String[] elements) {
		for (int i = 0; i < elements.length; i++) {
			if (i >= known.length) {
				return false;
			}
			if (known[i].equals(OPEN)) {
				return true;
			}
			if (!known[i].equals(ANY) && !flat(known[i]).equals(elements[i])) {
				return false;
			}
		}
		return true;
	}

	private static String[] elements(ConfigurationPropertyName name) {
		List<String> elements = new ArrayList<>();
		for (int i = 0; i < name.getNumberOfElements(); i++) {
			if (!name.isNumericIndex(i)) {
				elements.add(flat(name.getElement(i, Form.UNIFORM)));
			}
		}
		return elements.toArray(String[]::new);
	}

	// Through the constructor, which Boot registers for native images.
	private void add(String prefix, ResolvableType type) {
		Class<?> resolved = type.toClass();
		if (Map.class.isAssignableFrom(resolved)) {
			ResolvableType value = type.asMap().getGeneric(1);
			add(prefix + "." + (value.toClass().isRecord() ? ANY : OPEN), value);
			return;
		}
		if (!resolved.isRecord()) {
			this.names.add(prefix);
			return;
		}
		Constructor<?> constructor = resolved.getDeclaredConstructors()[0];
		@Nullable String @Nullable [] parameters = new DefaultParameterNameDiscoverer().getParameterNames(constructor);
		for (int i = 0; parameters != null && i < parameters.length; i++) {
			String parameter = Objects.requireNonNull(parameters[i]);
			add(prefix + "." + DataObjectPropertyName.toDashedForm(parameter),
					ResolvableType.forConstructorParameter(constructor, i));
		}
	}

}
