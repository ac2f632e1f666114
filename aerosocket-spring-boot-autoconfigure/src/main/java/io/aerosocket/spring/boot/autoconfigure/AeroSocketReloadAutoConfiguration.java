package io.aerosocket.spring.boot.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ResourceLoader;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for following the configuration
 * while the application runs: its files, Spring Cloud's changes of the environment, and
 * certificates.
 */
@AutoConfiguration(after = AeroSocketServerAutoConfiguration.class,
		afterName = "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration")
@ConditionalOnBean(AeroSocketSettings.class)
@EnableConfigurationProperties(AeroSocketReloadProperties.class)
public final class AeroSocketReloadAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConfigurationReload aeroSocketConfigurationReload(AeroSocketSettings settings, ConfigurableEnvironment environment,
			ObjectProvider<LoggingSystem> logging, ObjectProvider<LoggerGroups> groups) {
		return new ConfigurationReload(settings, environment, logging.getIfAvailable(), groups.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	ConfigurationWatch aeroSocketConfigurationWatch(AeroSocketReloadProperties properties, ConfigurationReload reload,
			ConfigurableEnvironment environment, ResourceLoader resources) {
		ConfigurationFiles files = new ConfigurationFiles(environment, resources);
		return new ConfigurationWatch(files, properties, () -> reload.filesChanged(files));
	}

	@Bean
	@ConditionalOnMissingBean
	CertificateReload aeroSocketCertificateReload(AeroSocketSettings settings, ObjectProvider<SslBundles> bundles) {
		return new CertificateReload(settings, bundles);
	}

	/**
	 * Follows what Spring Cloud changes.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(EnvironmentChangeEvent.class)
	static class SpringCloud {

		@Bean
		@ConditionalOnMissingBean(name = "aeroSocketEnvironmentChangeListener")
		ApplicationListener<EnvironmentChangeEvent> aeroSocketEnvironmentChangeListener(ConfigurationReload reload) {
			return (event) -> reload.environmentChanged();
		}

	}

}
