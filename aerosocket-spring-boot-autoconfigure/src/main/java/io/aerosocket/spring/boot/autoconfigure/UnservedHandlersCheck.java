package io.aerosocket.spring.boot.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.AeroSocketHandlers;

/**
 * Warns of handlers in a context whose parent has the server: that one serves the
 * handlers beside it and knows nothing of these.
 */
final class UnservedHandlersCheck implements BeanFactoryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(UnservedHandlersCheck.class);

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.getBeanNamesForType(AeroSocketHandlers.class, true, false).length > 0) {
			return;
		}
		String[] names = beanFactory.getBeanNamesForAnnotation(AeroSocketHandler.class);
		if (names.length > 0) {
			logger.warn("The @AeroSocketHandler beans '{}' are not served: a parent context has the AeroSocket server, "
					+ "which serves the handlers of its own context. Define them there, or exclude "
					+ "AeroSocketServerAutoConfiguration from the parent.", String.join("', '", names));
		}
	}

}
