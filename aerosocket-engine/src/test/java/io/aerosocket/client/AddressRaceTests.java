package io.aerosocket.client;

import java.net.ConnectException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AddressRace}, with sockets that answer when they are told to and a
 * clock that goes when it is told to.
 */
class AddressRaceTests {

	private static final Duration DELAY = Duration.ofMillis(250);

	/** Its event loop has the clock. */
	private final EmbeddedChannel clock = new EmbeddedChannel();

	private final Map<String, ChannelPromise> tried = new LinkedHashMap<>();

	private final List<String> outcome = new ArrayList<>();

	AddressRaceTests() {
		this.clock.freezeTime();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			1.1.1.1                             | 1.1.1.1
			1.1.1.1 2.2.2.2                     | 1.1.1.1 2.2.2.2
			::1 1.1.1.1                         | ::1 1.1.1.1
			1.1.1.1 ::1                         | 1.1.1.1 ::1
			::1 ::2 ::3 1.1.1.1 2.2.2.2         | ::1 1.1.1.1 ::2 2.2.2.2 ::3
			1.1.1.1 2.2.2.2 3.3.3.3 ::1         | 1.1.1.1 ::1 2.2.2.2 3.3.3.3
			""")
	void familiesTakeTurns(String given, String expected) {
		assertThat(AddressRace.interleaved(addresses(given))).isEqualTo(addresses(expected));
	}

	@Test
	void theNextIsTriedAfterTheDelayAndNotBefore() {
		race("::1 1.1.1.1 ::2").start();
		assertThat(this.tried).containsOnlyKeys("::1");
		advance(249);
		assertThat(this.tried).containsOnlyKeys("::1");
		advance(1);
		assertThat(this.tried.keySet()).containsExactly("::1", "1.1.1.1");
		advance(250);
		assertThat(this.tried.keySet()).containsExactly("::1", "1.1.1.1", "::2");
		advance(10_000);
		assertThat(this.tried).hasSize(3);
		assertThat(this.outcome).isEmpty();
	}

	@Test
	void theNextIsTriedAtOnceWhenOneFails() {
		race("1.1.1.1 2.2.2.2 3.3.3.3").start();
		advance(200);
		fail("1.1.1.1");
		assertThat(this.tried.keySet()).containsExactly("1.1.1.1", "2.2.2.2");
		advance(249);
		assertThat(this.tried.keySet()).as("its own delay").containsExactly("1.1.1.1", "2.2.2.2");
		advance(1);
		assertThat(this.tried.keySet()).containsExactly("1.1.1.1", "2.2.2.2", "3.3.3.3");
	}

	@Test
	void theFirstThatAnswersWinsAndTheOthersAreClosed() {
		race("1.1.1.1 2.2.2.2 3.3.3.3").start();
		advance(250);
		succeed("2.2.2.2");
		assertThat(this.outcome).containsExactly("won");
		assertThat(this.tried.get("1.1.1.1").channel().isOpen()).isFalse();
		assertThat(this.tried.get("2.2.2.2").channel().isOpen()).isTrue();
		advance(10_000);
		assertThat(this.tried).doesNotContainKey("3.3.3.3");
	}

	@Test
	void whoAnswersTooLateIsClosedAndNotHeardOf() {
		race("1.1.1.1 2.2.2.2").start();
		advance(250);
		succeed("1.1.1.1");
		this.tried.get("2.2.2.2").trySuccess();
		assertThat(this.outcome).containsExactly("won");
		assertThat(this.tried.get("2.2.2.2").channel().isOpen()).isFalse();
		assertThat(this.tried.get("1.1.1.1").channel().isOpen()).isTrue();
	}

	@Test
	void itIsLostWhenTheLastHasFailed() {
		AddressRace race = race("1.1.1.1 2.2.2.2");
		race.start();
		advance(250);
		fail("2.2.2.2");
		assertThat(this.outcome).as("one is still trying").isEmpty();
		assertThat(race.report()).isEqualTo("1.1.1.1: no answer; 2.2.2.2: refused by 2.2.2.2");
		fail("1.1.1.1");
		assertThat(this.outcome).containsExactly("lost");
		assertThat(race.report()).isEqualTo("1.1.1.1: refused by 1.1.1.1; 2.2.2.2: refused by 2.2.2.2");
		assertThat(race.errors()).extracting(Throwable::getMessage)
			.containsExactly("refused by 1.1.1.1", "refused by 2.2.2.2");
	}

	@Test
	void toStopClosesAllAndTriesNoMore() {
		AddressRace race = race("1.1.1.1 2.2.2.2 3.3.3.3");
		race.start();
		advance(250);
		race.stop();
		advance(10_000);
		assertThat(this.tried.values()).hasSize(2).noneMatch((socket) -> socket.channel().isOpen());
		fail("1.1.1.1");
		this.tried.get("2.2.2.2").trySuccess();
		assertThat(this.outcome).isEmpty();
	}

	@Test
	void aMessageDoesNotNameAnyNumberOfAddresses() {
		String many = String.join(" ",
				java.util.stream.IntStream.range(1, 101).mapToObj((i) -> "10.0.0." + i).toList());
		AddressRace race = race(many);
		race.start();
		for (int i = 1; i <= 100; i++) {
			fail("10.0.0." + i);
		}
		assertThat(this.outcome).containsExactly("lost");
		assertThat(race.report()).startsWith("10.0.0.1: refused").endsWith("; and 92 more").hasSizeLessThan(500);
	}

	private AddressRace race(String addresses) {
		return new AddressRace(this.clock.eventLoop(), addresses(addresses), DELAY, this::connect,
				() -> this.outcome.add("won"), (race) -> this.outcome.add("lost"));
	}

	private ChannelFuture connect(InetAddress address) {
		ChannelPromise promise = new EmbeddedChannel().newPromise();
		this.tried.put(name(address), promise);
		return promise;
	}

	private void succeed(String address) {
		this.tried.get(address).setSuccess();
	}

	private void fail(String address) {
		this.tried.get(address).tryFailure(new ConnectException("refused by " + address));
	}

	private void advance(long millis) {
		this.clock.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		this.clock.runScheduledPendingTasks();
	}

	private static List<InetAddress> addresses(String text) {
		return Arrays.stream(text.split(" ")).map(Names::address).toList();
	}

	private static String name(InetAddress address) {
		return address.getHostAddress().replace("0:0:0:0:0:0:0:", "::");
	}

}
