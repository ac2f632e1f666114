package io.aerosocket.spring.boot.autoconfigure;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.aerosocket.server.AeroServerCustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Wrong values stop the start and say what to write instead: a row for each.
 */
class InvalidPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class));

	@ParameterizedTest(name = "{0}={1}")
	@CsvSource(delimiter = '|',
			textBlock = """
					port                                  | -1            | between 0 and 65535: use 0 for any free port
					port                                  | 70000         | between 0 and 65535
					event-loops                           | -1            | between 0 and 1024
					backlog                               | 0             | 1 or more
					acceptors                             | -1            | use 0 for one for each event loop
					health-path                           | health        | write '/health'
					allowed-origins                       | example.org   | such as 'https://example.org'
					allowed-origins                       | https://a.b/  | scheme, host and port only
					allowed-origins                       | https://*     | 'https://*.example.org'
					subprotocols                          | a b           | not a subprotocol's name
					ssl.client-auth                       | need          | set aerosocket.server.ssl.bundle
					ssl.protocols                         | TLSv1.3       | set aerosocket.server.ssl.bundle
					handshake.timeout                     | 0s            | more than zero
					handshake.max-size                    | 100B          | 256B to 1048576B
					handshake.max-size                    | 2MB           | 256B to 1048576B
					message.max-size                      | 0B            | 1B or more
					message.max-fragments                 | 0             | 1 or more
					frame.max-size                        | 10B           | 125B or more
					heartbeat.interval                    | -1s           | use 0 for no Pings
					heartbeat.timeout                     | 0             | more than zero
					idle-timeout                          | -1            | use 0 for never
					idle-timeout                          | 400d          | 365 days at most
					handshake.timeout                     | 400d          | 365 days at most
					connection.max                        | 0             | 1 or more
					connection.max-per-address            | 0             | remove this property for any number
					connection.max-per-user               | -1            | between 1 and 2147483647
					connection.accept-rate                | 1000001       | between 1 and 1000000
					connection.max-age                    | 0s            | remove this property for any age
					connection.max-age                    | 400d          | 365 days at most
					connection.max-age-jitter             | 1.5           | between 0.0 and 1.0
					forwarded.header                      | forwarded     | set aerosocket.server.forwarded.trusted-proxies
					forwarded.trusted-proxies             | proxy.local   | such as '10.0.0.1' or '10.0.0.0/8'
					overload.max-connection-share         | 1.5           | more than 0.0 and 1.0 at most
					overload.max-memory-share             | 0             | more than 0.0 and 1.0 at most
					overload.max-loop-lag                 | 0s            | remove this property
					overload.hold                         | 2h            | 1h at most
					proxy-protocol                        | require       | set aerosocket.server.forwarded.trusted-proxies
					connection.close-timeout              | 0s            | more than zero
					inbound.max-pending-messages          | 0             | between 1 and 8000000
					inbound.max-pending-messages          | 8000001       | between 1 and 8000000
					inbound.max-pending-bytes             | 0B            | 1B to 549755813888B
					inbound.max-pending-bytes             | 1TB           | 1B to 549755813888B
					outbound.fragment-size                | 0B            | 1B to 16777216B
					outbound.fragment-size                | 17MB          | 1B to 16777216B
					outbound.max-queued-bytes             | 0B            | 1B or more
					outbound.slow-consumer-close-code     | 1006          | use 1013, or one of your own
					routing.property                      | header.type   | name a member of the message itself, such as 'type'
					routing.id-property                   | /meta/id      | name a member of the message itself, such as 'id'
					routing.payload-property              | a.b           | name a member of the message itself, such as 'payload'
					dead-letters.max-pending              | 0             | between 1 and 10000000
					dead-letters.max-pending-bytes        | 0B            | 1B or more
					outbound.memory-budget                | 1023KB        | 1048576B or more
					inbound.memory-budget                 | 1023KB        | 1048576B or more
					outbound.block-timeout                | 0s            | more than zero
					compression.level                     | 0             | between 1 and 9: 1 is quick
					compression.min-size                  | -1B           | 0B to
					compression.max-ratio                 | 0             | the default is 100
					compression.window-bits               | 16            | between 8 and 15
					rate-limit.messages-per-second        | 0             | remove this property for any number
					rate-limit.bytes-per-second           | 0B            | 1B to 1099511627776B
					rate-limit.burst                      | 1ms           | from 10ms to 1h
					traffic-log.max-payload               | 65KB          | 0B to 65536B
					traffic-log.paths                     | chat          | It must start with a slash
					traffic-log.masked-patterns           | [0-9          | It must be a regular expression
					rate-limit.total.messages-per-second  | -1            | between 1 and 1000000000
					rate-limit.total.bytes-per-second     | -1B           | 1B to 1099511627776B
					rate-limit.total.burst                | 2h            | from 10ms to 1h
					execution.worker-threads              | 0             | between 1 and 100000
					shutdown.grace-period                 | -1s           | use 0 to cut connections at once
					shutdown.drain-window                 | -1s           | must not be negative
					shutdown.batch-size                   | 0             | 1 or more
					shutdown.jitter                       | 1.5           | between 0 and 1
					shutdown.retry-after                  | 1d            | less than a day
					execution.blocked-threshold           | 1d            | less than a day
					shutdown.accept-for                   | -1s           | use 0 to stop accepting at once
					""")
	void stopsTheStart(String property, String value, String advice) {
		this.contextRunner.withPropertyValues("aerosocket.server." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("aerosocket.server." + property);
					assertThat(ex.getReason()).contains(advice);
				}));
	}

	@ParameterizedTest(name = "{0}={1}")
	@CsvSource({ "port, many", "transport, pigeon", "failure-policy, ignore", "execution.mode, green",
			"heartbeat.interval, soon", "message.max-size, large", "ssl.client-auth, maybe",
			"outbound.slow-consumer-policy, wait", "rate-limit.policy, ignore", "compression.mode, zip" })
	void unreadableValueStopsTheStart(String property, String value) {
		this.contextRunner.withPropertyValues("aerosocket.server." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("aerosocket.server." + property)
				.hasStackTraceContaining(value));
	}

	@ParameterizedTest(name = "{0}={1}")
	@CsvSource({ "reuse-port, true", "acceptors, 2", "acceptors, 0" })
	void sharingAPortNeedsEpollOrIoUring(String property, String value) {
		this.contextRunner
			.withPropertyValues("aerosocket.server." + property + "=" + value, "aerosocket.server.transport=nio")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("aerosocket.server." + property)
				.hasMessageContaining("set aerosocket.server.transport to 'epoll' or 'io-uring'"));
	}

	@Test
	void virtualThreadsNeedJava21() {
		assumeThat(Runtime.version().feature()).as("only before Java 21").isLessThan(21);
		this.contextRunner.withPropertyValues("aerosocket.server.execution.mode=virtual-thread")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("aerosocket.server.execution.mode")
				.hasMessageContaining("use 'auto' or 'worker'"));
	}

	@Test
	void plaintextOnOtherAddressesHasToBeAllowed() {
		this.contextRunner.withPropertyValues("aerosocket.server.address=0.0.0.0")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(IllegalArgumentException.class)
				.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("AeroSocket would listen on 0.0.0.0")));
		this.contextRunner
			.withPropertyValues("aerosocket.server.address=0.0.0.0", "aerosocket.server.plaintext=true",
					"aerosocket.server.port=0")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whatCustomizersSetIsCheckedToo() {
		this.contextRunner
			.withBean(AeroServerCustomizer.class,
					() -> (builder) -> builder
						.options((options) -> options.port(-5).address(InetAddress.getLoopbackAddress())))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("Property aerosocket.server.port with value '-5' is invalid")
				.hasStackTraceContaining("or from an AeroServerCustomizer bean"));
	}

}
