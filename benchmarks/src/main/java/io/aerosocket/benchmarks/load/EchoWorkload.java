package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.util.Locale;

import io.aerosocket.benchmarks.UsageException;

/**
 * Messages that are to come back, in a closed loop: each connection sends its next batch
 * when the last one is complete.
 *
 * @param connections how many connections
 * @param messageBytes the size of a message's payload
 * @param depth how many messages each connection sends before it waits for all of them
 * @param content what is in the messages
 */
public record EchoWorkload(int connections, int messageBytes, int depth, Content content) implements Workload {

	/** The most messages in flight on a connection. */
	public static final int MAX_DEPTH = 4096;

	/**
	 * Checks the numbers.
	 * @throws UsageException if one is out of range
	 */
	public EchoWorkload {
		Workload.within("connections", connections, 1, MAX_CONNECTIONS);
		Workload.within("messageBytes", messageBytes, 0, MAX_MESSAGE_BYTES);
		Workload.within("depth", depth, 1, MAX_DEPTH);
	}

	@Override
	public String title() {
		return String.format(Locale.ROOT, "%,d connections, %,d bytes (%s), %d in flight on each", this.connections,
				this.messageBytes, this.content, this.depth);
	}

	@Override
	public String path() {
		return "/echo";
	}

	@Override
	public Load load(LoadSettings settings) throws IOException {
		return new EchoLoad(settings, this);
	}

	@Override
	public String toString() {
		return this.connections + "x" + this.messageBytes + "x" + this.depth + ":" + this.content;
	}

}
