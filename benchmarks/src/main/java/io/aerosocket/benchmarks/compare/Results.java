package io.aerosocket.benchmarks.compare;

import java.util.List;

import io.aerosocket.benchmarks.load.Workload;

/**
 * All measurements of a comparison, and what is in them.
 *
 * @param runs the measurements
 * @param base the peer that others are divided by
 */
record Results(List<Run> runs, String base) {

	/**
	 * Returns the peers.
	 * @return their names, the base first, the others as they were first measured
	 */
	List<String> peers() {
		return this.runs.stream()
			.map(Run::peer)
			.distinct()
			.sorted((a, b) -> Boolean.compare(b.equals(this.base), a.equals(this.base)))
			.toList();
	}

	/**
	 * Returns the workloads.
	 * @return each once, as they were first measured
	 */
	List<Workload> workloads() {
		return this.runs.stream().map(Run::workload).distinct().toList();
	}

	/**
	 * Returns what was measured of a peer.
	 * @param workload with what
	 * @param peer the peer
	 * @return its medians
	 */
	Summary summary(Workload workload, String peer) {
		return new Summary(this.runs, workload, peer);
	}

	/**
	 * Returns what a peer is.
	 * @param peer its name
	 * @return products and versions
	 */
	String version(String peer) {
		return this.runs.stream()
			.filter((run) -> run.peer().equals(peer))
			.map((run) -> run.setting().getOrDefault(Run.VERSION, "unknown"))
			.findFirst()
			.orElse("unknown");
	}

}
