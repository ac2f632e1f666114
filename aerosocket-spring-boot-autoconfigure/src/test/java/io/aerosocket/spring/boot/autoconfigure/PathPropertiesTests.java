package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.aerosocket.CloseCode;
import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.RateLimitOptions;
import io.aerosocket.RateLimitPolicy;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.Compression;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.SlowConsumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties of a single path.
 */
class PathPropertiesTests {

	private static final String ROOM = "aerosocket.server.paths[/room/{room}].";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class))
		.withBean(Rooms.class)
		.withBean(Feed.class)
		.withPropertyValues("aerosocket.server.port=0");

	@Test
	void everyLimitMayDiffer() {
		this.contextRunner.withPropertyValues(ROOM + "message.max-size=1KB", ROOM + "message.max-fragments=2",
				ROOM + "frame.max-size=512B", ROOM + "heartbeat.interval=3", ROOM + "heartbeat.timeout=4",
				ROOM + "idle-timeout=5", ROOM + "inbound.max-pending-messages=7", ROOM + "inbound.max-pending-bytes=8B",
				ROOM + "outbound.max-queued-bytes=9B", ROOM + "outbound.fragment-size=10B",
				ROOM + "outbound.slow-consumer-policy=block", ROOM + "outbound.slow-consumer-close-code=3008",
				ROOM + "outbound.block-timeout=11", ROOM + "compression.mode=shared", ROOM + "compression.level=2",
				ROOM + "compression.min-size=3B", ROOM + "compression.max-ratio=4", ROOM + "compression.window-bits=9",
				ROOM + "rate-limit.messages-per-second=14", ROOM + "rate-limit.bytes-per-second=15B",
				ROOM + "rate-limit.burst=16", ROOM + "rate-limit.policy=drop")
			.run((context) -> {
				ConnectionOptions server = context.getBean(AeroServer.class).options().connection();
				assertThat(options(context.getBean(AeroServer.class), "/room/{room}")).isEqualTo(server.toBuilder()
					.maxFrameSize(512)
					.maxMessageSize(1024)
					.maxFragments(2)
					.pingInterval(Duration.ofSeconds(3))
					.pongTimeout(Duration.ofSeconds(4))
					.idleTimeout(Duration.ofSeconds(5))
					.maxPendingMessages(7)
					.maxPendingBytes(8)
					.maxQueuedBytes(9)
					.streamFragmentSize(10)
					.slowConsumerPolicy(SlowConsumerPolicy.BLOCK)
					.slowConsumerCloseCode(new CloseCode(3008))
					.blockTimeout(Duration.ofSeconds(11))
					.compression(new CompressionOptions(CompressionMode.SHARED, 2, 3, 4, 9))
					.rateLimit(new RateLimitOptions(14, 15, Duration.ofSeconds(16), RateLimitPolicy.DROP))
					.build());
				assertThat(server).isEqualTo(ConnectionOptions.builder().build());
			});
	}

	@Test
	void whatIsNotSetIsAsTheServerHasIt() {
		this.contextRunner
			.withPropertyValues("aerosocket.server.message.max-size=2KB", "aerosocket.server.rate-limit.burst=5",
					"aerosocket.server.rate-limit.messages-per-second=6", ROOM + "message.max-fragments=3",
					ROOM + "rate-limit.messages-per-second=0")
			.run((context) -> {
				ConnectionOptions room = options(context.getBean(AeroServer.class), "/room/{room}");
				assertThat(room.maxMessageSize()).isEqualTo(2048);
				assertThat(room.maxFragments()).isEqualTo(3);
				assertThat(room.rateLimit().isOff()).as("0 is any number").isTrue();
				assertThat(room.rateLimit().burst()).isEqualTo(Duration.ofSeconds(5));
				assertThat(context.getBean(AeroServer.class).options().paths()).containsOnlyKeys("/room/{room}");
			});
	}

	@Test
	void itHoldsForConnectionsOfThePathAlone() {
		this.contextRunner.withPropertyValues(ROOM + "message.max-size=10B").run((context) -> {
			int port = context.getBean(AeroServer.class).port();
			try (TestClient feed = TestClient.connect(port, "/feed");
					TestClient room = TestClient.connect(port, "/room/a")) {
				room.send("short");
				assertThat(room.receive()).isEqualTo("short");
				feed.send("more than ten bytes");
				assertThat(feed.receive()).isEqualTo("more than ten bytes");
				room.send("more than ten bytes");
				assertThat(room.receive()).startsWith("close 1009");
			}
		});
	}

	@Test
	void theOperatorHasTheLastWord() {
		this.contextRunner
			.withPropertyValues("aerosocket.server.outbound.slow-consumer-policy=block",
					"aerosocket.server.paths[/feed].outbound.slow-consumer-policy=conflate")
			.run((context) -> {
				ConnectionOptions feed = options(context.getBean(AeroServer.class), "/feed");
				assertThat(feed.slowConsumerPolicy()).as("not what the handler says")
					.isEqualTo(SlowConsumerPolicy.CONFLATE);
			});
	}

	@ParameterizedTest(name = "{0}={1}")
	@CsvSource(delimiter = '|', textBlock = """
			message.max-size                   | 0B    | >= 1
			message.max-fragments              | 0     | >= 1
			frame.max-size                     | 1B    | >= 125
			heartbeat.interval                 | -1    | PT0S to 365 days
			heartbeat.timeout                  | 0     | more than zero while pings are on
			idle-timeout                       | 400d  | PT0S to 365 days
			inbound.max-pending-messages       | 0     | 1-8000000
			inbound.max-pending-bytes          | 0B    | 1-549755813888
			outbound.max-queued-bytes          | 0B    | >= 1
			outbound.fragment-size             | 9GB   | 1 to 16777216
			outbound.slow-consumer-close-code  | 1006  | use 1013
			outbound.block-timeout             | 0     | more than zero
			compression.level                  | 0     | 1-9
			compression.window-bits            | 16    | 8-15
			rate-limit.messages-per-second     | -1    | 0 for any number
			rate-limit.burst                   | 1ms   | PT0.01S to PT1H
			""")
	void aWrongValueStopsTheStart(String property, String value, String advice) {
		this.contextRunner.withPropertyValues(ROOM + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(ROOM + property);
					assertThat(ex.getReason()).contains(advice);
				}));
	}

	@Test
	void aPathWithoutAHandlerStopsTheStart() {
		this.contextRunner.withPropertyValues("aerosocket.server.paths[/rom/{room}].message.max-size=1KB")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("aerosocket.server.paths[/rom/{room}]")
				.hasStackTraceContaining("There is no handler for this path: use one of [/feed, /room/{room}]"));
	}

	@Test
	void aPatternOutsideOfBracketsStopsTheStart() {
		this.contextRunner.withPropertyValues("aerosocket.server.paths.feed.message.max-size=1KB")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("It must be the pattern of a path in brackets, such as '\"[/chat/{room}]\"'"));
	}

	@Test
	void aMisspeltPropertyStopsTheStart() {
		this.contextRunner.withPropertyValues(ROOM + "mesage.max-size=1KB")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(UnknownPropertyException.class, (ex) -> assertThat(ex.properties())
					.singleElement()
					.satisfies(
							(unknown) -> assertThat(unknown.similar()).first().isEqualTo(ROOM + "message.max-size"))));
	}

	@Test
	void itMayChange() {
		this.contextRunner.withPropertyValues(ROOM + "message.max-size=10B").run((context) -> {
			AeroServer server = context.getBean(AeroServer.class);
			server.reconfigure((options) -> options.paths(Map.of()));
			try (TestClient room = TestClient.connect(server.port(), "/room/a")) {
				room.send("more than ten bytes");
				assertThat(room.receive()).isEqualTo("more than ten bytes");
			}
		});
	}

	private static ConnectionOptions options(AeroServer server, String path) {
		return server.options().paths().get(path).apply(server.options().connection());
	}

	@AeroSocketHandler("/room/{room}")
	static class Rooms {

		@OnMessage
		String echo(String text) {
			return text;
		}

	}

	@AeroSocketHandler(path = "/feed", slowConsumer = SlowConsumer.DROP_OLDEST, compression = Compression.OFF)
	static class Feed {

		@OnMessage
		String echo(String text) {
			return text;
		}

	}

}
