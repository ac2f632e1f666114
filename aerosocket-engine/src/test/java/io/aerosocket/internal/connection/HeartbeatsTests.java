package io.aerosocket.internal.connection;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.ConnectionOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Heartbeats}: a table of what happened at which second, and what a
 * sweep then finds to do.
 */
class HeartbeatsTests {

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			new connections are left alone            | 25 20 0  | 24:NOTHING
			a silent peer is asked                    | 25 20 0  | 25:PING
			it is asked once                          | 25 20 0  | 25:PING 30:NOTHING 44:NOTHING
			a peer that stays silent is cut           | 25 20 0  | 25:PING 44:NOTHING 45:CUT
			late sweeps count from the ping           | 25 20 0  | 40:PING 59:NOTHING 60:CUT
			any byte is a sign of life                | 25 20 0  | 25:PING 30:read 45:NOTHING 54:NOTHING 55:PING
			a peer that talks is not asked            | 25 20 0  | 20:read 40:read 60:read 84:NOTHING 85:PING
			our own messages are no sign of life      | 25 20 0  | 20:message 25:PING 30:message 45:CUT
			no pings                                  | 0 20 0   | 1000:NOTHING
			idle for too long                         | 0 20 60  | 59:NOTHING 60:CLOSE_IDLE
			a message ends idleness                   | 0 20 60  | 59:message 60:NOTHING 118:NOTHING 119:CLOSE_IDLE
			a pong is no message                      | 25 20 60 | 25:PING 26:read 51:PING 52:read 60:CLOSE_IDLE
			idleness comes before a ping              | 25 20 25 | 25:CLOSE_IDLE
			the clock stands still while paused       | 25 20 0  | 20:paused 44:NOTHING 45:PING
			also for idleness                         | 0 20 60  | 50:paused 109:NOTHING 110:CLOSE_IDLE
			also while a pong is awaited              | 25 20 0  | 25:PING 40:paused 59:NOTHING 60:CUT
			a pause right before the cut              | 25 20 0  | 25:PING 44:paused 63:NOTHING 64:CUT
			""")
	void sweepFinds(String rule, String options, String events) {
		String[] seconds = options.split(" ");
		Peer heartbeats = new Peer(ConnectionOptions.builder()
			.pingInterval(Duration.ofSeconds(Long.parseLong(seconds[0])))
			.pongTimeout(Duration.ofSeconds(Long.parseLong(seconds[1])))
			.idleTimeout(Duration.ofSeconds(Long.parseLong(seconds[2])))
			.build(), at(0));
		for (String event : events.split(" ")) {
			long now = at(Long.parseLong(event.substring(0, event.indexOf(':'))));
			String what = event.substring(event.indexOf(':') + 1);
			switch (what) {
				case "read" -> heartbeats.read(now);
				case "message" -> heartbeats.message(now);
				case "paused" -> heartbeats.paused(now);
				default -> assertThat(heartbeats.sweep(now)).as(event).hasToString(what);
			}
		}
	}

	@ParameterizedTest(name = "starting at {0}")
	@ValueSource(longs = { 0, Long.MIN_VALUE, Long.MAX_VALUE, -1, Long.MAX_VALUE - 24_500_000_000L,
			Long.MAX_VALUE - 30_000_000_000L })
	void theClockMayWrapAround(long start) {
		Peer heartbeats = new Peer(ConnectionOptions.builder().build(), start);
		assertThat(heartbeats.sweep(start + seconds(24))).isEqualTo(Heartbeats.Action.NOTHING);
		assertThat(heartbeats.sweep(start + seconds(26))).isEqualTo(Heartbeats.Action.PING);
		assertThat(heartbeats.sweep(start + seconds(40))).isEqualTo(Heartbeats.Action.NOTHING);
		assertThat(heartbeats.sweep(start + seconds(46))).isEqualTo(Heartbeats.Action.CUT);
	}

	@Test
	void nothingLooksOlderThanItIs() {
		long second = 1_000_000_000L;
		for (long opened : new long[] { 0, 1, 12 * second + 345, -7 * second, Long.MAX_VALUE - second }) {
			int kept = Heartbeats.openedAt(opened);
			for (long age : new long[] { 0, 1, second / 100, second / 5, second, 3600 * second }) {
				assertThat(Heartbeats.activity(kept, opened, opened, opened + age).age().toNanos())
					.isBetween(Math.max(0, age - second / 5), age);
			}
		}
	}

	@Test
	void theLongestDurationsCanBeCounted() {
		Duration longest = Duration.ofDays(365);
		Peer heartbeats = new Peer(ConnectionOptions.builder().pingInterval(longest).idleTimeout(longest).build(),
				at(0));
		assertThat(heartbeats.sweep(at(1_000_000))).isEqualTo(Heartbeats.Action.NOTHING);
		assertThat(heartbeats.sweep(at(longest.toSeconds()))).isEqualTo(Heartbeats.Action.CLOSE_IDLE);
	}

	private static long at(long second) {
		return 7_000_000_000_000L + seconds(second);
	}

	private static long seconds(long seconds) {
		return Duration.ofSeconds(seconds).toNanos();
	}

	/**
	 * Keeps the times as a connection does.
	 */
	private static final class Peer {

		private final ConnectionOptions options;

		private long lastRead;

		private long lastMessage;

		private boolean waitingForPong;

		Peer(ConnectionOptions options, long now) {
			this.options = options;
			paused(now);
		}

		void read(long now) {
			this.lastRead = now;
			this.waitingForPong = false;
		}

		void message(long now) {
			this.lastMessage = now;
		}

		void paused(long now) {
			this.lastRead = now;
			this.lastMessage = now;
		}

		Heartbeats.Action sweep(long now) {
			Heartbeats.Action action = Heartbeats.sweep(this.options, this.lastRead, this.lastMessage,
					this.waitingForPong, now);
			if (action == Heartbeats.Action.PING) {
				this.waitingForPong = true;
				this.lastRead = now;
			}
			return action;
		}

	}

}
