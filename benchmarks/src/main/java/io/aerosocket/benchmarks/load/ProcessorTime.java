package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads how much processor time a process has used, from Linux's {@code /proc}.
 */
final class ProcessorTime {

	/** The unit of {@code /proc/PID/stat}, the same on every architecture of today. */
	private static final double TICKS_IN_A_SECOND = 100;

	/** Field 3 is the first behind the name, which may itself contain blanks. */
	private static final int USER_TIME = 14 - 3;

	private static final int SYSTEM_TIME = 15 - 3;

	private ProcessorTime() {
	}

	/**
	 * Reads the time used so far, in user and in kernel mode, by all threads.
	 * @param pid the process
	 * @return seconds, or NaN where the system does not tell
	 */
	static double seconds(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
			long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
			return ticks / TICKS_IN_A_SECOND;
		}
		catch (IOException ex) {
			return Double.NaN;
		}
	}

}
