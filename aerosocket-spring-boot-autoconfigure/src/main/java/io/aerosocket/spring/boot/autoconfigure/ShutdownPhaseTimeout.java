package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * Gives the server's shutdown phase as long as its grace period, so that Spring does not
 * go on to stop what handlers use while connections still drain.
 */
final class ShutdownPhaseTimeout {

	private static final Logger logger = LoggerFactory.getLogger(ShutdownPhaseTimeout.class);

	private static final String PROPERTY = "spring.lifecycle.timeout-per-shutdown-phase";

	/** For what the engine does after the grace period: cutting, closing its threads. */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	private ShutdownPhaseTimeout() {
	}

	/**
	 * Extends the phase where that is needed.
	 * @param context the context
	 * @param phase the server's phase
	 * @param gracePeriod the server's grace period
	 */
	static void extend(ApplicationContext context, int phase, Duration gracePeriod) {
		Duration configured = DurationStyle.detectAndParse(context.getEnvironment().getProperty(PROPERTY, "30s"));
		Duration needed = gracePeriod.plus(MARGIN);
		if (needed.compareTo(configured) <= 0) {
			return;
		}
		LifecycleProcessor processor = context.getBean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
				LifecycleProcessor.class);
		if (processor instanceof DefaultLifecycleProcessor configurable) {
			configurable.setTimeoutForShutdownPhase(phase, needed.toMillis());
			return;
		}
		logger.warn(
				"aerosocket.server.shutdown.grace-period is {}, but the application's own lifecycle processor may end "
						+ "the shutdown phase earlier. Give phase {} at least {}.",
				gracePeriod, phase, needed);
	}

}
