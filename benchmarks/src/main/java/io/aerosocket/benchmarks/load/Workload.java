package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.aerosocket.benchmarks.UsageException;

/**
 * What to send, and how. {@code toString} is the text that {@link #parse} reads.
 */
public sealed interface Workload permits EchoWorkload, RateWorkload, StormWorkload, FanoutWorkload, IdleWorkload {

	/** The most connections of one driver. */
	int MAX_CONNECTIONS = 20_000;

	/** The largest message. */
	int MAX_MESSAGE_BYTES = 1 << 20;

	/**
	 * Returns a title for people.
	 * @return words for a heading
	 */
	String title();

	/**
	 * Returns the path to ask for.
	 * @return a path of every peer
	 */
	String path();

	/**
	 * Makes the driver.
	 * @param settings where the server is, and how long to measure
	 * @return a driver, not yet connected
	 * @throws IOException if it could not be made
	 */
	Load load(LoadSettings settings) throws IOException;

	/**
	 * Reads a workload as it is written on the command line.
	 * @param text for example {@code 64x32x1:text} or {@code storm:16}
	 * @return the workload
	 * @throws UsageException if it is malformed or out of range
	 */
	static Workload parse(String text) {
		for (Form form : Form.ALL) {
			Matcher words = form.pattern().matcher(text);
			if (words.matches()) {
				return form.reading().read(words);
			}
		}
		throw new UsageException("workload: " + text + " (expected: CONNECTIONSxBYTESxDEPTH:CONTENT,"
				+ " rate:CONNECTIONSxBYTESxRATE:CONTENT, storm:CONNECTIONS, fanout:CONNECTIONSxBYTESxDEPTH:CONTENT"
				+ " or idle:CONNECTIONS-CONNECTIONS[:deflate], such as 64x32x1:text)");
	}

	/**
	 * Checks a number.
	 * @param name what it is
	 * @param value the number
	 * @param minimum the least
	 * @param maximum the most
	 * @throws UsageException if it is out of range
	 */
	static void within(String name, int value, int minimum, int maximum) {
		if (value < minimum || value > maximum) {
			throw new UsageException(name + ": " + value + " (expected: " + minimum + "-" + maximum + ")");
		}
	}

	/**
	 * How one kind is written.
	 *
	 * @param pattern its text
	 * @param reading makes it of the pattern's groups
	 */
	record Form(Pattern pattern, Reading reading) {

		private static final String THREE = "(\\d{1,6})x(\\d{1,7})x(\\d{1,7}):([a-z0-9]+)";

		static final List<Form> ALL = List.of(
				of(THREE,
						(words) -> new EchoWorkload(number(words, 1), number(words, 2), number(words, 3),
								Content.of(words.group(4)))),
				of("rate:" + THREE,
						(words) -> new RateWorkload(number(words, 1), number(words, 2), number(words, 3),
								Content.of(words.group(4)))),
				of("fanout:" + THREE,
						(words) -> new FanoutWorkload(number(words, 1), number(words, 2), number(words, 3),
								Content.of(words.group(4)))),
				of("storm:(\\d{1,6})", (words) -> new StormWorkload(number(words, 1))),
				of("idle:(\\d{1,6})-(\\d{1,6})(:deflate)?",
						(words) -> new IdleWorkload(number(words, 1), number(words, 2), words.group(3) != null)));

		private static Form of(String pattern, Reading reading) {
			return new Form(Pattern.compile(pattern), reading);
		}

		private static int number(Matcher words, int group) {
			return Integer.parseInt(words.group(group));
		}

	}

	/**
	 * Makes a workload of the words of its text.
	 */
	@FunctionalInterface
	interface Reading {

		/**
		 * Makes the workload.
		 * @param words the groups
		 * @return the workload
		 */
		Workload read(Matcher words);

	}

}
