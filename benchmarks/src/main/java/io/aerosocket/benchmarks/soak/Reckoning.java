package io.aerosocket.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds the meters of a server whose clients have all gone against each other, and
 * against what the clients counted.
 */
final class Reckoning {

	private static final String SERVER = "aerosocket_server_";

	private final Scrape scrape;

	private final List<String> wrong = new ArrayList<>();

	private Reckoning(Scrape scrape) {
		this.scrape = scrape;
	}

	/**
	 * Checks.
	 * @param scrape what the server tells
	 * @param tally what the clients counted
	 * @return what does not add up, nothing if all does
	 */
	static List<String> check(Scrape scrape, Tally tally) {
		Reckoning reckoning = new Reckoning(scrape);
		reckoning.connections();
		reckoning.messages(tally);
		return reckoning.wrong;
	}

	private void connections() {
		long opened = sum("connections_opened_total");
		equal("connections opened", opened, "ended, by close code", sum("closes_total"));
		equal("connections opened", opened, "handshakes that were accepted",
				this.scrape.sum(SERVER + "handshakes_seconds_count", "outcome=\"accepted\""));
		for (String gauge : List.of("connections", "handshaking", "queued_bytes", "outbound_memory_bytes",
				"reads_paused")) {
			equal(gauge, sum(gauge), "when all have gone", 0);
		}
	}

	private void messages(Tally tally) {
		long received = this.scrape.sum(SERVER + "messages_total", "direction=\"in\"");
		between("messages received", received, tally.sent() - tally.sentByLost(), tally.sent());
		// Each message of a client brings one answer at most; who is gone took none of
		// them, or some.
		long delivered = this.scrape.sum(SERVER + "messages_total", "direction=\"out\"")
				- this.scrape.sumWithout(SERVER + "drops_total", "reason=\"rate_limited\"")
				+ this.scrape.sum(SERVER + "drops_total", "reason=\"unhandled\"");
		between("messages sent, less those dropped", delivered, tally.received(),
				tally.received() + tally.sentByLost());
	}

	private long sum(String name) {
		return this.scrape.sum(SERVER + name);
	}

	private void equal(String one, long count, String other, long expected) {
		if (count != expected) {
			this.wrong.add(one + ": " + count + " (expected: " + expected + ", " + other + ")");
		}
	}

	private void between(String name, long count, long least, long most) {
		if (count < least || count > most) {
			this.wrong.add(name + ": " + count + " (expected: " + least + " to " + most
					+ ", as the clients counted, those that vanished included)");
		}
	}

}
