package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.util.Locale;

import io.aerosocket.benchmarks.UsageException;

/**
 * Messages of one connection that everybody receives, its sender included.
 *
 * @param connections how many receive, the first of which sends
 * @param messageBytes the size of a message's payload
 * @param depth how many messages may be on their way to somebody
 * @param content what is in the messages
 */
public record FanoutWorkload(int connections, int messageBytes, int depth, Content content) implements Workload {

	private static final int MAX_DEPTH = 1024;

	/**
	 * Checks the numbers.
	 * @throws UsageException if one is out of range
	 */
	public FanoutWorkload {
		Workload.within("connections", connections, 1, MAX_CONNECTIONS);
		Workload.within("messageBytes", messageBytes, 0, MAX_MESSAGE_BYTES);
		Workload.within("depth", depth, 1, MAX_DEPTH);
	}

	@Override
	public String title() {
		return String.format(Locale.ROOT, "Fan-out to %,d connections, %,d bytes (%s), %d in flight", this.connections,
				this.messageBytes, this.content, this.depth);
	}

	@Override
	public String path() {
		return "/fanout";
	}

	@Override
	public Load load(LoadSettings settings) throws IOException {
		return new FanoutLoad(settings, this);
	}

	@Override
	public String toString() {
		return "fanout:" + this.connections + "x" + this.messageBytes + "x" + this.depth + ":" + this.content;
	}

}
