package io.aerosocket.benchmarks.compare;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

import io.aerosocket.benchmarks.load.LoadResult;
import io.aerosocket.benchmarks.load.Workload;

/**
 * Medians of one peer with one workload. A ratio is taken within each round, then the
 * median of the rounds.
 */
final class Summary {

	private final List<Run> runs;

	private final List<Run> peerRuns;

	/**
	 * Creates the summary.
	 * @param all all measurements of the comparison
	 * @param workload the workload
	 * @param peer the peer
	 */
	Summary(List<Run> all, Workload workload, String peer) {
		this.runs = all.stream().filter((run) -> run.workload().equals(workload)).toList();
		this.peerRuns = this.runs.stream().filter((run) -> run.peer().equals(peer)).toList();
	}

	int rounds() {
		return this.peerRuns.size();
	}

	double median(ToDoubleFunction<LoadResult> figure) {
		return median(figures(figure));
	}

	double least(ToDoubleFunction<LoadResult> figure) {
		return figures(figure).min().orElse(Double.NaN);
	}

	double most(ToDoubleFunction<LoadResult> figure) {
		return figures(figure).max().orElse(Double.NaN);
	}

	/**
	 * Divides by another peer.
	 * @param base the other peer
	 * @param figure what to divide
	 * @return the median of the rounds in which both were measured, NaN without any
	 */
	double ratio(String base, ToDoubleFunction<LoadResult> figure) {
		return median(this.peerRuns.stream()
			.flatMap((run) -> inRound(base, run.round()).map((other) -> ratio(run, other, figure)).stream())
			.mapToDouble(Double::doubleValue));
	}

	private Optional<Run> inRound(String peer, int round) {
		return this.runs.stream().filter((run) -> run.round() == round && run.peer().equals(peer)).findFirst();
	}

	private static double ratio(Run run, Run base, ToDoubleFunction<LoadResult> figure) {
		return figure.applyAsDouble(run.result()) / figure.applyAsDouble(base.result());
	}

	private DoubleStream figures(ToDoubleFunction<LoadResult> figure) {
		return this.peerRuns.stream().map(Run::result).mapToDouble(figure);
	}

	private static double median(DoubleStream figures) {
		double[] sorted = figures.sorted().toArray();
		int middle = sorted.length / 2;
		if (sorted.length == 0) {
			return Double.NaN;
		}
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
