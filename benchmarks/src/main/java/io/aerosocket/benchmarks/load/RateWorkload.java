package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.util.Locale;

import io.aerosocket.benchmarks.UsageException;

/**
 * Messages that are to come back, sent at fixed times whether the last ones came back or
 * not: an open loop.
 *
 * @param connections how many connections, which take turns
 * @param messageBytes the size of a message's payload
 * @param rate messages in a second, on all connections together
 * @param content what is in the messages
 */
public record RateWorkload(int connections, int messageBytes, int rate, Content content) implements Workload {

	private static final int MAX_RATE = 1_000_000;

	/**
	 * Checks the numbers.
	 * @throws UsageException if one is out of range
	 */
	public RateWorkload {
		Workload.within("connections", connections, 1, MAX_CONNECTIONS);
		Workload.within("messageBytes", messageBytes, 0, MAX_MESSAGE_BYTES);
		Workload.within("rate", rate, 1, MAX_RATE);
	}

	@Override
	public String title() {
		return String.format(Locale.ROOT, "%,d messages/s of %,d bytes (%s) over %,d connections, open loop", this.rate,
				this.messageBytes, this.content, this.connections);
	}

	@Override
	public String path() {
		return "/echo";
	}

	@Override
	public Load load(LoadSettings settings) throws IOException {
		return new RateLoad(settings, this);
	}

	@Override
	public String toString() {
		return "rate:" + this.connections + "x" + this.messageBytes + "x" + this.rate + ":" + this.content;
	}

}
