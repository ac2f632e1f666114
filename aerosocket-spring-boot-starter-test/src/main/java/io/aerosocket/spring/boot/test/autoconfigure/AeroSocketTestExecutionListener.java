package io.aerosocket.spring.boot.test.autoconfigure;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.memory.AeroSocketTestClock;

/**
 * Ends the connections that a test has left open, so that the next one begins without.
 */
final class AeroSocketTestExecutionListener extends AbstractTestExecutionListener {

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			ApplicationContext context = testContext.getApplicationContext();
			context.getBeanProvider(AeroSocketTestClient.class).forEach(AeroSocketTestClient::close);
			// So that handlers hear of it now and not in the midst of the next test.
			context.getBeanProvider(AeroSocketTestClock.class).forEach(AeroSocketTestClock::settle);
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
