package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.aerosocket.AgeOptions;
import io.aerosocket.CloseCode;
import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.FailurePolicy;
import io.aerosocket.RateLimitOptions;
import io.aerosocket.RateLimitPolicy;
import io.aerosocket.SharedLimits;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.TrafficDirection;
import io.aerosocket.TrafficLogOptions;
import io.aerosocket.Transport;
import io.aerosocket.server.AddressRange;
import io.aerosocket.server.AdmissionOptions;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.DrainOptions;
import io.aerosocket.server.ForwardedHeader;
import io.aerosocket.server.OverloadOptions;
import io.aerosocket.server.ProxyOptions;
import io.aerosocket.server.ProxyProtocol;
import io.aerosocket.server.ServerOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every property reaches the engine's builder.
 */
class ServerPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class))
		.withPropertyValues("aerosocket.server.port=0");

	@Test
	void defaultsAreThoseOfTheEngine() {
		ServerOptions engine = ServerOptions.builder().port(0).build();
		this.contextRunner.run((context) -> assertThat(context.getBean(AeroServer.class).options()).isEqualTo(engine));
	}

	@Test
	void serverProperties() {
		this.contextRunner
			.withPropertyValues("aerosocket.server.address=127.0.0.1", "aerosocket.server.transport=nio",
					"aerosocket.server.event-loops=1", "aerosocket.server.backlog=10",
					"aerosocket.server.health-path=/health", "aerosocket.server.plaintext=true",
					"aerosocket.server.allowed-origins=https://*.a.org,https://b.org:8443",
					"aerosocket.server.subprotocols=v2,v1", "aerosocket.server.handshake.timeout=3",
					"aerosocket.server.handshake.max-size=8KB", "aerosocket.server.connection.max=11",
					"aerosocket.server.execution.worker-threads=12", "aerosocket.server.shutdown.grace-period=4",
					"aerosocket.server.shutdown.drain-window=2s", "aerosocket.server.shutdown.batch-size=3",
					"aerosocket.server.shutdown.jitter=0.25", "aerosocket.server.shutdown.retry-after=7",
					"aerosocket.server.shutdown.accept-for=1s")
			.run((context) -> {
				ServerOptions options = context.getBean(AeroServer.class).options();
				assertThat(options.address()).isNotNull()
					.satisfies((address) -> assertThat(address.getHostAddress()).isEqualTo("127.0.0.1"));
				assertThat(options.transport()).isEqualTo(Transport.NIO);
				assertThat(options.eventLoops()).isOne();
				assertThat(options.backlog()).isEqualTo(10);
				assertThat(options.healthPath()).isEqualTo("/health");
				assertThat(options.plaintext()).isTrue();
				assertThat(options.allowedOrigins()).isEqualTo(Set.of("https://*.a.org", "https://b.org:8443"));
				assertThat(options.subprotocols()).isEqualTo(List.of("v2", "v1"));
				assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(3));
				assertThat(options.maxHandshakeSize()).isEqualTo(8 * 1024);
				assertThat(options.maxConnections()).isEqualTo(11);
				assertThat(options.workerThreads()).isEqualTo(12);
				assertThat(options.gracePeriod()).isEqualTo(Duration.ofSeconds(4));
				assertThat(options.drainWindow()).isEqualTo(Duration.ofSeconds(2));
				assertThat(options.drain())
					.isEqualTo(new DrainOptions(3, 0.25, Duration.ofSeconds(7), Duration.ofSeconds(1)));
			});
	}

	@Test
	void connectionProperties() {
		this.contextRunner
			.withPropertyValues("aerosocket.server.message.max-size=1KB", "aerosocket.server.message.max-fragments=2",
					"aerosocket.server.frame.max-size=512B", "aerosocket.server.heartbeat.interval=3",
					"aerosocket.server.heartbeat.timeout=4", "aerosocket.server.idle-timeout=5",
					"aerosocket.server.connection.close-timeout=6", "aerosocket.server.inbound.max-pending-messages=7",
					"aerosocket.server.inbound.max-pending-bytes=8B", "aerosocket.server.outbound.max-queued-bytes=9B",
					"aerosocket.server.outbound.slow-consumer-policy=drop-oldest",
					"aerosocket.server.outbound.fragment-size=10B", "aerosocket.server.outbound.block-timeout=17",
					"aerosocket.server.outbound.slow-consumer-close-code=3008", "aerosocket.server.failure-policy=log",
					"aerosocket.server.compression.mode=shared", "aerosocket.server.compression.level=2",
					"aerosocket.server.compression.min-size=3B", "aerosocket.server.compression.max-ratio=4",
					"aerosocket.server.compression.window-bits=9", "aerosocket.server.detailed-errors=true",
					"aerosocket.server.rate-limit.messages-per-second=14",
					"aerosocket.server.rate-limit.bytes-per-second=15B", "aerosocket.server.rate-limit.burst=16",
					"aerosocket.server.rate-limit.policy=drop", "aerosocket.server.connection.max-age=17",
					"aerosocket.server.connection.max-age-jitter=0.5", "aerosocket.server.traffic-log.enabled=true",
					"aerosocket.server.traffic-log.direction=out", "aerosocket.server.traffic-log.max-payload=18B",
					"aerosocket.server.traffic-log.masked-fields=pin",
					"aerosocket.server.traffic-log.masked-patterns=[0-9]+")
			.run((context) -> assertThat(
					context.getBean(AeroServer.class).options().connection())
				.isEqualTo(new ConnectionOptions(512, 1024, 2, Duration.ofSeconds(3), Duration.ofSeconds(4),
						Duration.ofSeconds(5), Duration.ofSeconds(6), 7, 8, 9, SlowConsumerPolicy.DROP_OLDEST,
						new CloseCode(3008), Duration.ofSeconds(17), 10, FailurePolicy.LOG,
						new CompressionOptions(CompressionMode.SHARED, 2, 3, 4, 9),
						new RateLimitOptions(14, 15, Duration.ofSeconds(16), RateLimitPolicy.DROP),
						new AgeOptions(Duration.ofSeconds(17), 0.5), new TrafficLogOptions(true, TrafficDirection.OUT,
								Set.of(), 18, Set.of("pin"), List.of("[0-9]+")),
						true)));
	}

	@Test
	void admissionProperties() {
		this.contextRunner
			.withPropertyValues("aerosocket.server.connection.max-per-address=1",
					"aerosocket.server.connection.max-per-user=2", "aerosocket.server.connection.accept-rate=3",
					"aerosocket.server.forwarded.header=forwarded",
					"aerosocket.server.forwarded.trusted-proxies=10.0.0.1,10.1.0.0/16",
					"aerosocket.server.proxy-protocol=accept", "aerosocket.server.overload.max-loop-lag=4s",
					"aerosocket.server.overload.max-connection-share=0.5",
					"aerosocket.server.overload.max-memory-share=0.6", "aerosocket.server.overload.after=7",
					"aerosocket.server.overload.hold=8", "aerosocket.server.overload.retry-after=9")
			.run((context) -> assertThat(context.getBean(AeroServer.class).options().admission())
				.isEqualTo(new AdmissionOptions(1, 2, 3,
						new ProxyOptions(List.of(AddressRange.parse("10.0.0.1"), AddressRange.parse("10.1.0.0/16")),
								ForwardedHeader.FORWARDED, ProxyProtocol.ACCEPT),
						new OverloadOptions(Duration.ofSeconds(4), 0.5, 0.6, Duration.ofSeconds(7),
								Duration.ofSeconds(8), Duration.ofSeconds(9)))));
	}

	@Test
	void sharedLimits() {
		this.contextRunner.withPropertyValues("aerosocket.server.rate-limit.total.messages-per-second=1",
				"aerosocket.server.rate-limit.total.bytes-per-second=2KB",
				"aerosocket.server.outbound.memory-budget=64MB", "aerosocket.server.inbound.memory-budget=32MB",
				"aerosocket.server.dead-letters.max-pending=4", "aerosocket.server.dead-letters.max-pending-bytes=5B",
				"aerosocket.server.rate-limit.total.burst=3s", "aerosocket.server.rate-limit.total.policy=drop",
				"aerosocket.server.execution.blocked-threshold=3")
			.run((context) -> assertThat(context.getBean(AeroServer.class).options().shared())
				.isEqualTo(new SharedLimits(new RateLimitOptions(1, 2048, Duration.ofSeconds(3), RateLimitPolicy.DROP),
						64 << 20, Duration.ofSeconds(3), 4, 5, 32 << 20)));
	}

	@Test
	void messagesMayBeLargerThanABuffer() {
		this.contextRunner.withPropertyValues("aerosocket.server.message.max-size=8GB")
			.run((context) -> assertThat(context.getBean(AeroServer.class).options().connection().maxFrameSize())
				.isEqualTo(8L << 30));
	}

	@Test
	void zeroSwitchesOff() {
		this.contextRunner
			.withPropertyValues("aerosocket.server.heartbeat.interval=0", "aerosocket.server.heartbeat.timeout=0",
					"aerosocket.server.idle-timeout=0", "aerosocket.server.shutdown.grace-period=0")
			.run((context) -> {
				ServerOptions options = context.getBean(AeroServer.class).options();
				assertThat(options.connection().pingInterval()).isZero();
				assertThat(options.connection().idleTimeout()).isZero();
				assertThat(options.gracePeriod()).isZero();
				assertThat(options.drainWindow()).isZero();
			});
	}

}
