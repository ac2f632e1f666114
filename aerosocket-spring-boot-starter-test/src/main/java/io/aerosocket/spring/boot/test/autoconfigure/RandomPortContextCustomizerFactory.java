package io.aerosocket.spring.boot.test.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Lets the server take any free port in tests that ask Boot for
 * {@link org.springframework.boot.test.context.SpringBootTest.WebEnvironment#RANDOM_PORT
 * random ports}, unless a property of the test says which one it is to take.
 */
final class RandomPortContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		SpringBootTest test = TestContextAnnotationUtils.findMergedAnnotation(testClass, SpringBootTest.class);
		return (test != null && test.webEnvironment() == SpringBootTest.WebEnvironment.RANDOM_PORT) ? new RandomPort()
				: null;
	}

	/**
	 * Sets the property. A record, because equal ones share a context.
	 */
	private record RandomPort() implements ContextCustomizer {

		private static final String PORT = "aerosocket.server.port";

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
			for (String property : configuration.getPropertySourceProperties()) {
				if (property.startsWith(PORT)) {
					return;
				}
			}
			TestPropertyValues.of(PORT + "=0").applyTo(context);
		}

	}

}
