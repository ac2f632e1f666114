package io.aerosocket.benchmarks.compare;

import java.util.List;

import io.aerosocket.benchmarks.load.Workload;
import io.aerosocket.benchmarks.process.JavaCommand;

/**
 * What to compare and how.
 *
 * @param peers the peers' names, the base of the ratios first
 * @param workloads what to send
 * @param rounds how often each peer is measured with each workload
 * @param firstRound the number of the first round
 * @param seconds time that is measured
 * @param warmup seconds before that
 * @param servers how server processes are started
 * @param drivers how driver processes are started
 * @param serveOptions options for {@code serve}, besides peer and port
 */
record CompareSettings(List<String> peers, List<Workload> workloads, int rounds, int firstRound, int seconds,
		int warmup, JavaCommand servers, JavaCommand drivers, List<String> serveOptions) {

	/**
	 * Returns the peer that the others are divided by.
	 * @return its name
	 */
	String base() {
		return this.peers.get(0);
	}

}
