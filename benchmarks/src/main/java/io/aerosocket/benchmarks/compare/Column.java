package io.aerosocket.benchmarks.compare;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.aerosocket.benchmarks.load.EchoWorkload;
import io.aerosocket.benchmarks.load.FanoutWorkload;
import io.aerosocket.benchmarks.load.Figure;
import io.aerosocket.benchmarks.load.IdleWorkload;
import io.aerosocket.benchmarks.load.LoadResult;
import io.aerosocket.benchmarks.load.RateWorkload;
import io.aerosocket.benchmarks.load.Workload;

/**
 * A column of a table, or a chart.
 *
 * @param title its heading
 * @param format how a value is written
 * @param figure the value
 * @param detail what stands beside the median
 */
record Column(String title, String format, ToDoubleFunction<LoadResult> figure, Detail detail) {

	/**
	 * What stands beside the median.
	 */
	enum Detail {

		/** Nothing. */
		NONE,

		/** A column with the ratio to the base. */
		RATIO,

		/** The least and the most of the rounds, and the ratio. */
		RANGE_AND_RATIO

	}

	private static final String SHARE = "%.0f %%";

	private static final Column SERVER = shareOf("server CPU", LoadResult::serverShare);

	private static final Column DRIVER = shareOf("driver CPU", LoadResult::driverShare);

	private static final Column P50 = micros("p50 µs", Figure.P50, Detail.NONE);

	private static final Column P99 = micros("p99 µs", Figure.P99, Detail.NONE);

	private static final Column P999 = micros("p99.9 µs", Figure.P999, Detail.NONE);

	/**
	 * Returns the columns of a workload's table. The first two are in all of them: what
	 * ratios are judged by, then what was reached.
	 * @param workload the workload
	 * @return the columns, the one to judge by first
	 */
	static List<Column> of(Workload workload) {
		if (workload instanceof IdleWorkload) {
			return List.of(bytes("heap, bytes", Figure.HEAP, Detail.RANGE_AND_RATIO),
					bytes("direct memory, bytes", Figure.DIRECT, Detail.NONE),
					bytes("resident, bytes", Figure.RESIDENT, Detail.NONE));
		}
		if (workload instanceof RateWorkload) {
			return List.of(
					new Column("server CPU", "%.1f %%", (result) -> 100 * result.serverShare(), Detail.RANGE_AND_RATIO),
					new Column("messages/s", "%,.0f", LoadResult::perSecond, Detail.NONE), P50,
					micros("p99 µs", Figure.P99, Detail.RATIO), P999, micros("max µs", Figure.MAX, Detail.NONE), DRIVER,
					micros("driver late p99 µs", Figure.LATE_P99, Detail.NONE));
		}
		String operations = (workload instanceof EchoWorkload) ? "messages"
				: (workload instanceof FanoutWorkload) ? "deliveries" : "handshakes";
		Column judged = new Column(operations + "/CPU s", "%,.0f", LoadResult::perServerSecond, Detail.RANGE_AND_RATIO);
		Column speed = new Column(operations + "/s", "%,.0f", LoadResult::perSecond, Detail.RATIO);
		return (workload instanceof EchoWorkload)
				? List.of(judged, speed, P50, P99, SERVER, DRIVER,
						new Column("slowest/fastest", "%.2f", (result) -> result.figure(Figure.FAIRNESS), Detail.NONE))
				: List.of(judged, speed, P50, P99, SERVER, DRIVER);
	}

	/**
	 * Returns whether less is better.
	 * @param workload the workload
	 * @return whether the first column counts a cost
	 */
	static boolean countsCost(Workload workload) {
		return workload instanceof IdleWorkload || workload instanceof RateWorkload;
	}

	private static Column shareOf(String title, ToDoubleFunction<LoadResult> share) {
		return new Column(title, SHARE, (result) -> 100 * share.applyAsDouble(result), Detail.NONE);
	}

	private static Column micros(String title, Figure figure, Detail detail) {
		return new Column(title, "%,.0f", (result) -> result.figure(figure), detail);
	}

	private static Column bytes(String title, Figure figure, Detail detail) {
		return new Column(title, "%,.0f", (result) -> result.figure(figure), detail);
	}

}
