package io.aerosocket.spring.boot.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Says what to write where a value of one of our properties cannot be read, which Boot's
 * own analysis leaves to the reader.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class UnreadablePropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("aerosocket");

	private static final Map<Class<?>, String> EXPECTED = Map.of(Integer.class, "a whole number", Long.class,
			"a whole number", Double.class, "a number, such as '0.5'", Boolean.class, "'true' or 'false'",
			Duration.class, "a duration, such as '500ms', '30s' or '5m'", DataSize.class,
			"a size, such as '512B', '64KB' or '1MB'", InetAddress.class,
			"an address or name of this machine, such as '127.0.0.1' or '0.0.0.0'");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		if (property == null || !ROOT.isAncestorOf(property.getName())) {
			return null;
		}
		String expected = expected(cause.getTarget().getType().toClass());
		if (expected == null) {
			return null;
		}
		String description = "The property '" + property.getName() + "' has the value '" + property.getValue()
				+ "', which cannot be read."
				+ ((property.getOrigin() != null) ? "\n\n    Origin: " + property.getOrigin() : "");
		return new FailureAnalysis(description, "Write " + expected + "." + serviceLink(property), cause);
	}

	private static @Nullable String expected(Class<?> type) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (boxed.isEnum()) {
			return PropertyChoices.of(boxed)
				.stream()
				.map((choice) -> "'" + choice + "'")
				.collect(Collectors.joining(", ", "one of ", ""));
		}
		return EXPECTED.get(boxed);
	}

	// Kubernetes describes each service in variables of its own making.
	private static String serviceLink(ConfigurationProperty property) {
		String value = String.valueOf(property.getValue());
		if (!value.startsWith("tcp://")) {
			return "";
		}
		return "\n\nThe value looks like one that Kubernetes sets for a service of that name: rename the service, "
				+ "or set enableServiceLinks to false in the pod's specification.";
	}

}
