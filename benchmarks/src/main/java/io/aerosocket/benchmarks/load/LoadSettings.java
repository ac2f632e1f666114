package io.aerosocket.benchmarks.load;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Where the server is, and how long to measure it.
 *
 * @param port the server's port on the loopback address
 * @param path the path to ask for
 * @param warmup how long to load it before anything counts
 * @param duration how long to measure
 * @param serverPid the server's process, or {@code null} if unknown
 * @param controlPort the port where the server tells about its memory, or 0
 */
record LoadSettings(int port, String path, Duration warmup, Duration duration, @Nullable Long serverPid,
		int controlPort) {

}
