package io.aerosocket.spring.boot.test.autoconfigure;

import java.time.Duration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

import io.aerosocket.server.AeroServerCustomizer;
import io.aerosocket.server.ServerOptions;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerStartedEvent;
import io.aerosocket.spring.boot.test.memory.AeroSocketTestClock;
import io.aerosocket.spring.boot.test.memory.MemoryNetwork;

/**
 * Puts the server into memory. Imported by {@link AutoConfigureInMemoryAeroSocket} only.
 */
@AutoConfiguration(before = { AeroSocketServerAutoConfiguration.class, AeroSocketTestClientAutoConfiguration.class })
public final class InMemoryAeroSocketAutoConfiguration {

	/** What a stopping server grants clients that a test has left behind. */
	private static final Duration GRACE_PERIOD = Duration.ofSeconds(1);

	@Bean
	@ConditionalOnMissingBean
	MemoryNetwork aeroSocketTestNetwork() {
		return new MemoryNetwork();
	}

	@Bean
	@ConditionalOnMissingBean
	AeroSocketTestClock aeroSocketTestClock(MemoryNetwork network) {
		return network.clock();
	}

	@Bean
	ApplicationListener<AeroSocketServerStartedEvent> aeroSocketTestNoPort(ConfigurableEnvironment environment) {
		return (event) -> NoLocalPort.explainIn(environment.getPropertySources());
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	AeroServerCustomizer aeroSocketTestNetworkCustomizer(MemoryNetwork network) {
		return (builder) -> builder.options((options) -> moveInto(network, options));
	}

	// What an application sets for its sockets has no meaning here and is not to be in
	// the way. The drain of a clock that stands still is not to wait for it.
	private static void moveInto(MemoryNetwork network, ServerOptions.Builder options) {
		options.channels(network).eventLoops(1).acceptors(1).reusePort(false).sslContext(null).plaintext(true);
		Duration grace = options.build().gracePeriod();
		options.gracePeriod((grace.compareTo(GRACE_PERIOD) < 0) ? grace : GRACE_PERIOD).drainWindow(Duration.ZERO);
	}

}
