package io.aerosocket.internal.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.aerosocket.RateLimitOptions;
import io.aerosocket.RateLimitPolicy;
import io.aerosocket.SharedLimits;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.RateLimitScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InboundRates}, by a clock that stands still unless it is told to move.
 */
class InboundRatesTests {

	/** Five at once, then one each 100 milliseconds. */
	private static final RateLimitOptions TEN = RateLimitOptions.OFF.withMessagesPerSecond(10)
		.withBurst(Duration.ofMillis(500));

	@Test
	void whatIsSavedUpMayComeAtOnce() {
		TestConnection test = open(TEN.withPolicy(RateLimitPolicy.DROP));
		test.receive(texts(0, 8));
		assertThat(texts(test)).isEqualTo(numbers(0, 5));
		assertThat(limited(test, RateLimitScope.CONNECTION, RateLimitPolicy.DROP)).isEqualTo(3);
		assertThat(test.counted().drops()).containsEntry(DropReason.RATE_LIMITED, 3L);
		assertThat(test.counted().messagesReceived()).isEqualTo(8);
		assertThat(test.listener().events()).contains("dropped RATE_LIMITED 1 of 1");
		assertThat(test.connection().isOpen()).isTrue();
		assertThat(test.bytesLeftAfterTheEnd()).isZero();
	}

	@Test
	void whatIsUsedComesBackWithTime() {
		TestConnection test = open(TEN.withPolicy(RateLimitPolicy.DROP));
		test.receive(texts(0, 6));
		advance(test, 99);
		test.receive(texts(6, 7));
		assertThat(texts(test)).isEqualTo(numbers(0, 5));
		advance(test, 1);
		test.receive(texts(7, 9));
		assertThat(texts(test)).hasSize(6).endsWith("7");
		advance(test, 60_000);
		test.receive(texts(9, 19));
		assertThat(texts(test)).as("no more is saved up than a burst").hasSize(11).endsWith("13");
	}

	@Test
	void bytesAreLimitedToo() {
		TestConnection test = open(RateLimitOptions.OFF.withBytesPerSecond(1000).withPolicy(RateLimitPolicy.DROP));
		test.receive(TestConnection.text("x".repeat(999)), TestConnection.text("y".repeat(2001)),
				TestConnection.text("z"));
		assertThat(texts(test)).as("a message is taken whole as long as anything is left").hasSize(2);
		advance(test, 1999);
		test.receive(TestConnection.text("z"));
		assertThat(texts(test)).as("its debt has to be paid").hasSize(2);
		advance(test, 2);
		test.receive(TestConnection.text("z"));
		assertThat(texts(test)).hasSize(3);
	}

	@Test
	void closingSays1008AndWhy() {
		TestConnection test = open(TEN.withPolicy(RateLimitPolicy.CLOSE));
		test.receive(texts(0, 20));
		assertThat(texts(test)).isEqualTo(numbers(0, 5));
		assertThat(test.sent()).containsExactly("close 1008 more than 10 messages a second");
		assertThat(limited(test, RateLimitScope.CONNECTION, RateLimitPolicy.CLOSE)).isOne();
		assertThat(test.bytesLeftAfterTheEnd()).isZero();
	}

	@Test
	void aDelayedPeerIsNotReadAndLosesNothing() {
		TestConnection test = open(TEN.withPolicy(RateLimitPolicy.DELAY));
		test.receive(texts(0, 20));
		assertThat(texts(test)).as("the last one on credit").isEqualTo(numbers(0, 6));
		assertThat(test.channel().config().isAutoRead()).isFalse();
		assertThat(test.counted().pausedReads()).isOne();
		test.receive(texts(20, 21));
		for (int hundred = 1; hundred <= 16; hundred++) {
			advance(test, 100);
			assertThat(texts(test)).hasSizeBetween(5 + hundred, 6 + hundred);
		}
		assertThat(texts(test)).isEqualTo(numbers(0, 21));
		advance(test, 1000);
		assertThat(test.channel().config().isAutoRead()).isTrue();
		assertThat(test.counted().pausedReads()).isZero();
		assertThat(limited(test, RateLimitScope.CONNECTION, RateLimitPolicy.DELAY)).isPositive();
		assertThat(test.bytesLeftAfterTheEnd()).isZero();
	}

	@Test
	void silenceOfADelayedPeerProvesNothing() {
		TestConnection test = TestConnection.open((options) -> options
			.rateLimit(RateLimitOptions.OFF.withBytesPerSecond(1).withPolicy(RateLimitPolicy.DELAY))
			.pingInterval(Duration.ofSeconds(1))
			.pongTimeout(Duration.ofSeconds(1))
			.idleTimeout(Duration.ofSeconds(3)));
		test.channel().freezeTime();
		test.receive(TestConnection.text("x".repeat(60)), TestConnection.text("y"));
		for (int second = 0; second < 50; second++) {
			advance(test, 1000);
			test.connection().sweep(test.connection().group().now());
		}
		assertThat(test.sent()).isEmpty();
		assertThat(test.connection().isOpen()).isTrue();
	}

	@Test
	void aDelayedConnectionHearsThePeersAnswerToItsClose() {
		TestConnection test = open(RateLimitOptions.OFF.withMessagesPerSecond(1).withPolicy(RateLimitPolicy.DELAY));
		test.receive(texts(0, 10));
		test.receive(TestConnection.close(1000, ""));
		assertThat(texts(test)).hasSize(2);
		test.connection().close();
		test.run();
		assertThat(test.channel().isOpen()).isFalse();
		assertThat(test.bytesLeftAfterTheEnd()).isZero();
	}

	@Test
	void aShutdownDoesNotWaitForTheRate() {
		TestConnection test = open(RateLimitOptions.OFF.withMessagesPerSecond(1).withPolicy(RateLimitPolicy.DELAY));
		test.receive(texts(0, 10));
		assertThat(texts(test)).hasSize(2);
		test.connection().drain(DrainPlan.CLIENT.goodbye());
		test.run();
		assertThat(texts(test)).as("what was read is handled").isEqualTo(numbers(0, 10));
		assertThat(test.sent()).containsExactly("close 1001 the client is shutting down");
	}

	@Test
	void aDelayedConnectionMayEnd() {
		TestConnection test = open(TEN.withPolicy(RateLimitPolicy.DELAY));
		test.receive(texts(0, 20));
		test.loseTransport();
		advance(test, 10_000);
		assertThat(test.bytesLeftAfterTheEnd()).isZero();
		assertThat(test.counted().pausedReads()).isZero();
	}

	@Test
	void whoeverHangsUpDoesNotGetRoundTheRate() {
		TestConnection test = open(TEN.withPolicy(RateLimitPolicy.DELAY));
		test.receive(texts(0, 20));
		assertThat(texts(test)).isEqualTo(numbers(0, 6));
		test.loseTransport();
		assertThat(texts(test)).isEqualTo(numbers(0, 6));
		assertThat(test.counted().drops()).containsEntry(DropReason.RATE_LIMITED, 14L);
		assertThat(test.counted().pausedReads()).isZero();
		assertThat(test.bytesLeftAfterTheEnd()).isZero();
	}

	@Test
	void messagesWithoutAPayloadAreNotFree() {
		TestConnection test = open(RateLimitOptions.OFF.withBytesPerSecond(100).withPolicy(RateLimitPolicy.DROP));
		for (int i = 0; i < 100; i++) {
			test.receive(TestConnection.text(""));
		}
		assertThat(test.counted().drops()).as("100 bytes are 17 of 6").containsEntry(DropReason.RATE_LIMITED, 83L);
	}

	@Test
	void pingsHaveTheSameRateForThemselves() {
		TestConnection test = open(TEN.withPolicy(RateLimitPolicy.DROP));
		test.receive(texts(0, 10));
		for (int i = 0; i < 10; i++) {
			test.receive(TestConnection.ping("p" + i));
		}
		assertThat(test.sent()).as("a busy connection keeps its heartbeat, a flood is bounded")
			.containsExactly("pong p0", "pong p1", "pong p2", "pong p3", "pong p4");
	}

	@Test
	void aFloodOfPingsClosesTheConnection() {
		TestConnection test = open(RateLimitOptions.OFF.withBytesPerSecond(100));
		for (int i = 0; i < 20; i++) {
			test.receive(TestConnection.ping(""));
		}
		assertThat(test.sent()).as("an empty one counts with its header too")
			.hasSize(18)
			.last()
			.isEqualTo("close 1008 more than 100 bytes a second");
	}

	@Test
	void allTogetherMayBeLimited() {
		TestConnection test = TestConnection
			.open(SharedLimits.DEFAULTS.withRateLimit(TEN.withPolicy(RateLimitPolicy.CLOSE)));
		test.channel().freezeTime();
		test.receive(texts(0, 20));
		assertThat(texts(test)).hasSize(5);
		assertThat(test.sent()).as("it is not this peer's fault")
			.containsExactly("close 1013 more messages than the server takes");
		assertThat(limited(test, RateLimitScope.TOTAL, RateLimitPolicy.CLOSE)).isOne();
	}

	@Test
	void withoutALimitThereIsNothingToKeepIt() {
		TestConnection test = TestConnection.open();
		assertThat(InboundRates.of(test.connection(), null)).isNull();
	}

	private static TestConnection open(RateLimitOptions limit) {
		TestConnection test = TestConnection.open((options) -> options.rateLimit(limit));
		test.channel().freezeTime();
		// What is frozen begins where the connection was opened, or a little later.
		advance(test, 1);
		return test;
	}

	private static void advance(TestConnection test, int millis) {
		for (int i = 0; i < millis; i += Math.min(10, millis - i)) {
			test.channel().advanceTimeBy(Math.min(10, millis - i), TimeUnit.MILLISECONDS);
			test.channel().runScheduledPendingTasks();
			test.run();
		}
	}

	private static long limited(TestConnection test, RateLimitScope scope, RateLimitPolicy policy) {
		return test.counted().flow().rateLimited(scope, policy);
	}

	private static String[] texts(int from, int to) {
		return numbers(from, to).stream().map(TestConnection::text).toArray(String[]::new);
	}

	private static List<String> texts(TestConnection test) {
		return test.handler()
			.calls()
			.stream()
			.filter((call) -> !call.startsWith("open") && !call.startsWith("close"))
			.toList();
	}

	private static List<String> numbers(int from, int to) {
		return IntStream.range(from, to).mapToObj(Integer::toString).toList();
	}

}
