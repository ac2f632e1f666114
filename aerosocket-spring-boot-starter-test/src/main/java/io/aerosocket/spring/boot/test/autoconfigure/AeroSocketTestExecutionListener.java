package io.aerosocket.spring.boot.test.autoconfigure;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

/**
 * Ends the connections that a test has left open, so that the next one begins without.
 */
final class AeroSocketTestExecutionListener extends AbstractTestExecutionListener {

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			testContext.getApplicationContext()
				.getBeanProvider(AeroSocketTestClient.class)
				.forEach(AeroSocketTestClient::close);
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
