package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

import org.HdrHistogram.Histogram;

/**
 * What was measured. Latencies are of whole batches: from writing the first byte of one
 * to reading the last byte of its replies.
 *
 * @param messages messages that came back, in the measured time
 * @param seconds the measured time
 * @param driverSeconds processor time of the driver's process in that time
 * @param serverSeconds processor time of the server's process in that time, NaN if
 * unknown
 * @param p50Micros the median latency, in microseconds
 * @param p99Micros the latency that 99 % of the batches did not exceed
 * @param maxMicros the longest latency
 * @param fairness messages of the slowest connection divided by those of the fastest
 */
public record LoadResult(long messages, double seconds, double driverSeconds, double serverSeconds, double p50Micros,
		double p99Micros, double maxMicros, double fairness) {

	/**
	 * Returns how fast it was.
	 * @return messages in a second
	 */
	public double messagesPerSecond() {
		return this.messages / this.seconds;
	}

	/**
	 * Returns how much the server did with its processor time.
	 * @return messages in a second of it, NaN if unknown
	 */
	public double messagesPerServerSecond() {
		return this.messages / this.serverSeconds;
	}

	/**
	 * Returns how busy the driver was.
	 * @return the share of one core, 1 being all of it
	 */
	public double driverShare() {
		return this.driverSeconds / this.seconds;
	}

	/**
	 * Returns how busy the server was.
	 * @return the share of one core, NaN if unknown
	 */
	public double serverShare() {
		return this.serverSeconds / this.seconds;
	}

	/**
	 * Gathers what the driver counted.
	 * @param times the measured time, then the driver's and the server's processor time,
	 * in seconds
	 * @param batches answered batches of each connection
	 * @param depth messages in a batch
	 * @param latencies latencies of the batches, in nanoseconds
	 * @return the result
	 */
	static LoadResult of(double[] times, List<Long> batches, int depth, Histogram latencies) {
		long least = batches.stream().mapToLong(Long::longValue).min().orElse(0);
		long most = batches.stream().mapToLong(Long::longValue).max().orElse(0);
		long sum = batches.stream().mapToLong(Long::longValue).sum();
		return new LoadResult(sum * depth, times[0], times[1], times[2], latencies.getValueAtPercentile(50) / 1e3,
				latencies.getValueAtPercentile(99) / 1e3, latencies.getMaxValue() / 1e3,
				(most > 0) ? (double) least / most : 0);
	}

	/**
	 * Reads what {@link #toString()} wrote.
	 * @param text lines of names and values
	 * @return the result
	 */
	public static LoadResult parse(String text) {
		Properties lines = new Properties();
		try {
			lines.load(new StringReader(text));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("load result: unreadable (expected: lines of name=value)", ex);
		}
		return new LoadResult((long) number(lines, "messages"), number(lines, "seconds"),
				number(lines, "driver.cpu.seconds"), number(lines, "server.cpu.seconds"),
				number(lines, "latency.p50.micros"), number(lines, "latency.p99.micros"),
				number(lines, "latency.max.micros"), number(lines, "slowest.to.fastest"));
	}

	private static double number(Properties lines, String name) {
		String value = lines.getProperty(name);
		if (value == null) {
			throw new IllegalArgumentException("load result: no " + name + " (expected: lines of name=value)");
		}
		return Double.parseDouble(value);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, """
				messages=%d
				seconds=%.3f
				messages.per.second=%.0f
				messages.per.server.cpu.second=%.0f
				driver.cpu.seconds=%.2f
				driver.cpu.share=%.3f
				server.cpu.seconds=%.2f
				server.cpu.share=%.3f
				latency.p50.micros=%.1f
				latency.p99.micros=%.1f
				latency.max.micros=%.1f
				slowest.to.fastest=%.3f
				""", this.messages, this.seconds, messagesPerSecond(), messagesPerServerSecond(), this.driverSeconds,
				driverShare(), this.serverSeconds, serverShare(), this.p50Micros, this.p99Micros, this.maxMicros,
				this.fairness);
	}

}
