package io.aerosocket;

import java.time.Duration;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ConnectionOptions}: the range of each option, and its default.
 */
class ConnectionOptionsTests {

	@ParameterizedTest(name = "{0} = {1}")
	@CsvSource(delimiter = '|', textBlock = """
			maxFrameSize       | 125        |
			maxFrameSize       | 2147483647 |
			maxFrameSize       | 124        | maxFrameSize: 124 (expected: >= 125)
			maxFrameSize       | 0          | maxFrameSize: 0 (expected: >= 125)
			maxFrameSize       | -1         | maxFrameSize: -1 (expected: >= 125)
			maxMessageSize     | 1          |
			maxMessageSize     | 2147483647 |
			maxMessageSize     | 0          | maxMessageSize: 0 (expected: >= 1)
			maxMessageSize     | -5         | maxMessageSize: -5 (expected: >= 1)
			maxFragments       | 1          |
			maxFragments       | 0          | maxFragments: 0 (expected: >= 1)
			maxPendingMessages | 1          |
			maxPendingMessages | 8000000    |
			maxPendingMessages | 8000001    | maxPendingMessages: 8000001 (expected: 1-8000000)
			maxPendingMessages | 0          | maxPendingMessages: 0 (expected: 1-8000000)
			maxPendingBytes    | 1          |
			maxPendingBytes    | 0          | maxPendingBytes: 0 (expected: 1-549755813888)
			maxQueuedBytes     | 1          |
			maxQueuedBytes     | 0          | maxQueuedBytes: 0 (expected: >= 1)
			streamFragmentSize | 1          |
			streamFragmentSize | 0          | streamFragmentSize: 0 (expected: 1 to 16777216)
			streamFragmentSize | 16777216   |
			streamFragmentSize | 16777217   | streamFragmentSize: 16777217 (expected: 1 to 16777216)
			pingInterval       | 0          |
			pingInterval       | 31536000   |
			pingInterval       | 31536001   | pingInterval: PT8760H1S (expected: PT0S to 365 days)
			pingInterval       | -1         | pingInterval: PT-1S (expected: PT0S to 365 days)
			pongTimeout        | 1          |
			pongTimeout        | 0          | pongTimeout: PT0S (expected: more than zero while pings are on)
			pongTimeout        | 31536000   |
			pongTimeout        | 31536001   | pongTimeout: PT8760H1S (expected: PT0S to 365 days)
			pongTimeout        | -1         | pongTimeout: PT-1S (expected: PT0S to 365 days)
			idleTimeout        | 0          |
			idleTimeout        | 31536000   |
			idleTimeout        | 31536001   | idleTimeout: PT8760H1S (expected: PT0S to 365 days)
			idleTimeout        | -1         | idleTimeout: PT-1S (expected: PT0S to 365 days)
			blockTimeout       | 1          |
			blockTimeout       | 0          | blockTimeout: PT0S (expected: more than zero)
			blockTimeout       | 31536001   | blockTimeout: PT8760H1S (expected: PT0S to 365 days)
			closeTimeout       | 1          |
			closeTimeout       | 0          | closeTimeout: PT0S (expected: more than zero)
			closeTimeout       | 31536000   |
			closeTimeout       | 31536001   | closeTimeout: PT8760H1S (expected: PT0S to 365 days)
			closeTimeout       | -1         | closeTimeout: PT-1S (expected: PT0S to 365 days)
			""")
	void eachOptionHasARange(String option, int value, String message) {
		ConnectionOptions.Builder builder = set(option, value);
		if (message == null) {
			assertThat(builder.build()).isNotNull();
		}
		else {
			assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
		}
	}

	@Test
	void theCodeForSlowConsumersMayTravel() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ConnectionOptions.builder().slowConsumerCloseCode(CloseCode.ABNORMAL).build())
			.withMessage("slowConsumerCloseCode: 1006 (expected: a code that may be sent)");
	}

	@Test
	void withoutPingsNoTimeoutIsNeeded() {
		assertThat(ConnectionOptions.builder().pingInterval(Duration.ZERO).pongTimeout(Duration.ZERO).build())
			.isNotNull();
	}

	@Test
	void theDefaultsAreThoseOfThePlan() {
		ConnectionOptions options = ConnectionOptions.builder().build();
		assertThat(options).isEqualTo(new ConnectionOptions(256 * 1024, 256 * 1024, 1024, Duration.ofSeconds(25),
				Duration.ofSeconds(20), Duration.ZERO, Duration.ofSeconds(5), 256, 1 << 20, 1 << 20,
				SlowConsumerPolicy.CLOSE, CloseCode.TRY_AGAIN_LATER, Duration.ofSeconds(5), 64 * 1024,
				FailurePolicy.LOG_AND_CLOSE, new CompressionOptions(CompressionMode.OFF, 1, 1024, 100, 15),
				RateLimitOptions.OFF, AgeOptions.UNLIMITED, TrafficLogOptions.OFF, false));
	}

	@ParameterizedTest(name = "messages of {0} bytes, frames of {1}")
	@CsvSource({ "1000, 1000", "125, 125", "1, 125", "2147483647, 2147483647" })
	void aFrameIsAsLargeAsAMessageUnlessSet(int message, int frame) {
		ConnectionOptions options = ConnectionOptions.builder().maxMessageSize(message).build();
		assertThat(options.maxFrameSize()).isEqualTo(frame);
		assertThat(options.toBuilder().maxMessageSize(7777).build().maxFrameSize()).isEqualTo(7777);
	}

	@Test
	void aFrameSizeThatWasSetStays() {
		ConnectionOptions options = ConnectionOptions.builder().maxFrameSize(500).build();
		assertThat(options.toBuilder().maxMessageSize(7777).build().maxFrameSize()).isEqualTo(500);
	}

	@Test
	void toBuilderKeepsEverything() {
		UnaryOperator<ConnectionOptions.Builder> all = (builder) -> builder.maxFrameSize(200)
			.maxMessageSize(300)
			.maxFragments(4)
			.pingInterval(Duration.ofSeconds(5))
			.pongTimeout(Duration.ofSeconds(6))
			.idleTimeout(Duration.ofSeconds(7))
			.closeTimeout(Duration.ofSeconds(8))
			.maxPendingMessages(9)
			.maxPendingBytes(10)
			.maxQueuedBytes(11)
			.slowConsumerPolicy(SlowConsumerPolicy.DROP_OLDEST)
			.slowConsumerCloseCode(new CloseCode(3008))
			.blockTimeout(Duration.ofSeconds(14))
			.streamFragmentSize(12)
			.failurePolicy(FailurePolicy.LOG)
			.compression(CompressionOptions.of(CompressionMode.SHARED).withLevel(6))
			.rateLimit(RateLimitOptions.OFF.withMessagesPerSecond(13))
			.age(AgeOptions.UNLIMITED.withMax(Duration.ofSeconds(14)))
			.trafficLog((traffic) -> traffic.withMaxPayload(15))
			.detailedErrors(true);
		ConnectionOptions options = all.apply(ConnectionOptions.builder()).build();
		assertThat(options).isEqualTo(new ConnectionOptions(200, 300, 4, Duration.ofSeconds(5), Duration.ofSeconds(6),
				Duration.ofSeconds(7), Duration.ofSeconds(8), 9, 10, 11, SlowConsumerPolicy.DROP_OLDEST,
				new CloseCode(3008), Duration.ofSeconds(14), 12, FailurePolicy.LOG,
				new CompressionOptions(CompressionMode.SHARED, 6, 1024, 100, 15),
				RateLimitOptions.OFF.withMessagesPerSecond(13), AgeOptions.UNLIMITED.withMax(Duration.ofSeconds(14)),
				TrafficLogOptions.OFF.withMaxPayload(15), true));
		assertThat(options.toBuilder().build()).isEqualTo(options);
	}

	private static ConnectionOptions.Builder set(String option, int value) {
		ConnectionOptions.Builder builder = ConnectionOptions.builder();
		return switch (option) {
			case "maxFrameSize" -> builder.maxFrameSize(value);
			case "maxMessageSize" -> builder.maxMessageSize(value);
			case "maxFragments" -> builder.maxFragments(value);
			case "maxPendingMessages" -> builder.maxPendingMessages(value);
			case "maxPendingBytes" -> builder.maxPendingBytes(value);
			case "maxQueuedBytes" -> builder.maxQueuedBytes(value);
			case "streamFragmentSize" -> builder.streamFragmentSize(value);
			case "pingInterval" -> builder.pingInterval(Duration.ofSeconds(value));
			case "pongTimeout" -> builder.pongTimeout(Duration.ofSeconds(value));
			case "idleTimeout" -> builder.idleTimeout(Duration.ofSeconds(value));
			case "blockTimeout" -> builder.blockTimeout(Duration.ofSeconds(value));
			case "closeTimeout" -> builder.closeTimeout(Duration.ofSeconds(value));
			default -> throw new IllegalArgumentException(option);
		};
	}

}
