package io.aerosocket.benchmarks.soak;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Reckoning} and {@link Scrape}.
 */
class ReckoningTests {

	private static final String WELL = """
			# HELP aerosocket_server_connections Open connections
			aerosocket_server_connections 0.0
			aerosocket_server_connections_opened_total 3.0
			aerosocket_server_closes_total{code="1000"} 2.0
			aerosocket_server_closes_total{code="1006"} 1.0
			aerosocket_server_handshakes_seconds_count{outcome="accepted"} 3
			aerosocket_server_handshakes_seconds_count{outcome="refused"} 9
			aerosocket_server_messages_total{direction="in"} 5.0
			aerosocket_server_messages_total{direction="out"} 10.0
			aerosocket_server_drops_total{reason="overflow"} 4.0
			aerosocket_server_drops_total{reason="rate_limited"} 100.0
			""";

	private final Tally tally = new Tally();

	@Test
	void whatAddsUpIsWell() {
		count(5, 6, 0);
		assertThat(check(WELL)).isEmpty();
	}

	@Test
	void whatTheLostSentMayHaveArrivedOrNot() {
		count(7, 5, 2);
		assertThat(check(WELL)).isEmpty();
	}

	@Test
	void aMessageThatNobodyCountedIsWrong() {
		count(5, 5, 0);
		assertThat(check(WELL)).singleElement()
			.asString()
			.startsWith("messages sent, less those dropped: 6 (expected: 5 to 5");
	}

	@Test
	void aMessageThatTheServerMissedIsWrong() {
		count(6, 6, 0);
		assertThat(check(WELL)).singleElement().asString().startsWith("messages received: 5 (expected: 6 to 6");
	}

	@Test
	void aConnectionThatIsNotCountedOutIsWrong() {
		count(5, 6, 0);
		assertThat(check(WELL.replace("{code=\"1006\"} 1.0", "{code=\"1006\"} 0.0")))
			.containsExactly("connections opened: 3 (expected: 2, ended, by close code)");
	}

	@Test
	void whatWaitsWhenAllHaveGoneIsWrong() {
		count(5, 6, 0);
		assertThat(check(WELL + "aerosocket_server_queued_bytes 12.0\n"))
			.containsExactly("queued_bytes: 12 (expected: 0, when all have gone)");
	}

	private List<String> check(String text) {
		return Reckoning.check(Scrape.parse(text), this.tally);
	}

	private void count(int sent, int received, int lost) {
		for (int i = 0; i < sent; i++) {
			this.tally.messageSent();
		}
		for (int i = 0; i < received; i++) {
			this.tally.messageReceived();
		}
		this.tally.lost(lost);
	}

}
