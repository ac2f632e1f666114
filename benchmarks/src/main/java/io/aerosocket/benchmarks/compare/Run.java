package io.aerosocket.benchmarks.compare;

import io.aerosocket.benchmarks.load.LoadResult;
import io.aerosocket.benchmarks.load.Workload;

/**
 * One measurement of a comparison.
 *
 * @param round the round, the first being 1
 * @param workload what was sent
 * @param peer which peer answered
 * @param result what was measured
 */
record Run(int round, Workload workload, String peer, LoadResult result) {

}
