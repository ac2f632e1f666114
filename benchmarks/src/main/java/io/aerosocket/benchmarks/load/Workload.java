package io.aerosocket.benchmarks.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.aerosocket.benchmarks.UsageException;

/**
 * What is sent: so many connections, each with so many messages of such a size in flight.
 *
 * @param connections how many connections
 * @param messageBytes the payload of each message, in bytes
 * @param depth how many messages each connection has in flight
 * @param content what the messages consist of
 */
public record Workload(int connections, int messageBytes, int depth, Content content) {

	/** The most connections of one driver. */
	public static final int MAX_CONNECTIONS = 20_000;

	/** The largest message. */
	public static final int MAX_MESSAGE_BYTES = 256 * 1024;

	/** The most messages in flight on a connection. */
	public static final int MAX_DEPTH = 4096;

	private static final Pattern WORDS = Pattern.compile("(\\d{1,6})x(\\d{1,7})x(\\d{1,5}):([a-z0-9]+)");

	public Workload {
		within("connections", connections, 1, MAX_CONNECTIONS);
		within("messageBytes", messageBytes, 0, MAX_MESSAGE_BYTES);
		within("depth", depth, 1, MAX_DEPTH);
	}

	/**
	 * Reads a workload as it is written on the command line.
	 * @param text for example {@code 64x32x1:text}
	 * @return the workload
	 * @throws UsageException if it is malformed or out of range
	 */
	public static Workload parse(String text) {
		Matcher words = WORDS.matcher(text);
		if (!words.matches()) {
			throw new UsageException(
					"workload: " + text + " (expected: CONNECTIONSxBYTESxDEPTH:CONTENT, such as 64x32x1:text)");
		}
		return new Workload(Integer.parseInt(words.group(1)), Integer.parseInt(words.group(2)),
				Integer.parseInt(words.group(3)), Content.of(words.group(4)));
	}

	private static void within(String name, int value, int minimum, int maximum) {
		if (value < minimum || value > maximum) {
			throw new UsageException(name + ": " + value + " (expected: " + minimum + "-" + maximum + ")");
		}
	}

	@Override
	public String toString() {
		return this.connections + "x" + this.messageBytes + "x" + this.depth + ":" + this.content;
	}

}
