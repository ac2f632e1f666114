package io.aerosocket.benchmarks.load;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What load to put on which server.
 *
 * @param port the server's port on the loopback address
 * @param path the path of its echo
 * @param workload what to send
 * @param warmup time before the measurement
 * @param duration time that is measured
 * @param serverPid the server's process, or {@code null} when its use of the processor is
 * not to be measured
 */
record LoadSettings(int port, String path, Workload workload, Duration warmup, Duration duration,
		@Nullable Long serverPid) {

}
