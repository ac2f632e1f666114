package io.aerosocket.spring.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Stops the start when a property below {@code aerosocket} is misspelt, which Boot would
 * not notice. Environment variables only cause a warning, because platforms set some that
 * nobody asked for; so does what cannot be a misspelling of ours.
 */
final class UnknownPropertiesCheck implements BeanFactoryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(UnknownPropertiesCheck.class);

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("aerosocket");

	private final ConfigurableEnvironment environment;

	UnknownPropertiesCheck(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		check(this.environment.getPropertySources(), beanFactory);
	}

	/**
	 * Looks for misspelt properties.
	 * @param sources where
	 * @param beanFactory the application's beans, which may have properties of their own
	 * @throws UnknownPropertyException if there are any
	 */
	static void check(PropertySources sources, ConfigurableListableBeanFactory beanFactory) {
		KnownProperties known = new KnownProperties();
		for (String bean : beanFactory.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
			ConfigurationProperties annotation = beanFactory.findAnnotationOnBean(bean, ConfigurationProperties.class,
					false);
			if (annotation != null && annotation.prefix().startsWith(ROOT + ".")) {
				known.open(annotation.prefix());
			}
		}
		Map<String, UnknownPropertyException.Unknown> unknown = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.from(sources)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				check(iterable, known, unknown);
			}
		}
		if (!unknown.isEmpty()) {
			throw new UnknownPropertyException(List.copyOf(unknown.values()));
		}
	}

	private static void check(IterableConfigurationPropertySource source, KnownProperties known,
			Map<String, UnknownPropertyException.Unknown> unknown) {
		List<ConfigurationPropertyName> names = source.stream().filter(ROOT::isAncestorOf).toList();
		if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
			warn(variables, known);
			return;
		}
		for (ConfigurationPropertyName name : names) {
			if (known.contains(name)) {
				continue;
			}
			List<String> similar = known.similar(name.toString());
			if (similar.isEmpty() && !isOurs(name, known)) {
				logger.warn("There is no property '{}'. Below 'aerosocket', names belong to AeroSocket.", name);
				continue;
			}
			unknown.putIfAbsent(name.toString(),
					new UnknownPropertyException.Unknown(name.toString(), origin(source, name), similar));
		}
	}

	// Without the value, which may be a secret.
	private static String origin(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		Origin origin = Origin.from(source.getConfigurationProperty(name));
		return (origin != null) ? origin.toString() : (source.getUnderlyingSource() instanceof PropertySource<?> named)
				? "\"" + named.getName() + "\"" : "an unknown source";
	}

	private static boolean isOurs(ConfigurationPropertyName name, KnownProperties known) {
		return known.names()
			.stream()
			.map((each) -> ConfigurationPropertyName.of(each.substring(0, each.indexOf('.', "aerosocket.".length()))))
			.anyMatch((namespace) -> namespace.isAncestorOf(name));
	}

	private static void warn(SystemEnvironmentPropertySource variables, KnownProperties known) {
		for (String variable : variables.getPropertyNames()) {
			if (!variable.toUpperCase(Locale.ROOT).startsWith("AEROSOCKET_") || known.contains(variable)) {
				continue;
			}
			String name = variable.toLowerCase(Locale.ROOT).replace('_', '.');
			List<String> similar = SimilarNames.of(name, known.names());
			if (!similar.isEmpty()) {
				logger.warn("The environment variable {} sets no property. Did you mean {}?", variable,
						similar.stream().map(UnknownPropertiesCheck::variable).collect(Collectors.joining(" or ")));
			}
		}
	}

	private static String variable(String property) {
		return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
	}

}
