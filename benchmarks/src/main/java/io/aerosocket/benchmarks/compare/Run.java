package io.aerosocket.benchmarks.compare;

import java.util.Map;

import io.aerosocket.benchmarks.load.LoadResult;
import io.aerosocket.benchmarks.load.Workload;

/**
 * One measurement of a comparison.
 *
 * @param round the round; what is compared was measured in the same one
 * @param workload what was sent
 * @param peer which peer answered
 * @param result what was measured
 * @param setting what a figure is worth nothing without: commit, machine, Java, flags, in
 * this order
 */
record Run(int round, Workload workload, String peer, LoadResult result, Map<String, String> setting) {

	/** The name in {@link #setting()} under which the peer's version stands. */
	static final String VERSION = "version";

}
