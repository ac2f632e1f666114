package io.aerosocket.benchmarks.load;

import org.jspecify.annotations.Nullable;

/**
 * Reads the clock and the processor time of driver and server together.
 */
final class Stopwatch {

	private final @Nullable Long serverPid;

	private Times begin;

	/**
	 * Starts.
	 * @param serverPid the server's process, or {@code null} if unknown
	 */
	Stopwatch(@Nullable Long serverPid) {
		this.serverPid = serverPid;
		this.begin = read();
	}

	/**
	 * Starts again.
	 */
	void restart() {
		this.begin = read();
	}

	/**
	 * Returns what has passed since the start.
	 * @return the times
	 */
	Times elapsed() {
		Times now = read();
		return new Times(now.seconds() - this.begin.seconds(), now.driverSeconds() - this.begin.driverSeconds(),
				now.serverSeconds() - this.begin.serverSeconds());
	}

	private Times read() {
		return new Times(System.nanoTime() / 1e9, ProcessorTime.seconds(ProcessHandle.current().pid()),
				(this.serverPid != null) ? ProcessorTime.seconds(this.serverPid) : Double.NaN);
	}

	/**
	 * Seconds of three kinds.
	 *
	 * @param seconds time
	 * @param driverSeconds processor time of this process
	 * @param serverSeconds processor time of the server's process, NaN if unknown
	 */
	record Times(double seconds, double driverSeconds, double serverSeconds) {

	}

}
