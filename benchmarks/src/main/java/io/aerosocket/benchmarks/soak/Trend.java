package io.aerosocket.benchmarks.soak;

import java.util.List;

/**
 * Whether a series of readings goes up: the straight line through them.
 *
 * @param mean the mean of the readings
 * @param growth what the line gains from the first reading to the last
 */
record Trend(double mean, double growth) {

	/**
	 * Draws the line by least squares.
	 * @param readings the readings, equally far apart, at least two
	 * @return the trend
	 */
	static Trend of(List<Long> readings) {
		int count = readings.size();
		double meanX = (count - 1) / 2.0;
		double meanY = readings.stream().mapToLong(Long::longValue).average().orElse(0);
		double covariance = 0;
		double variance = 0;
		for (int x = 0; x < count; x++) {
			covariance += (x - meanX) * (readings.get(x) - meanY);
			variance += (x - meanX) * (x - meanX);
		}
		return new Trend(meanY, (variance > 0) ? covariance / variance * (count - 1) : 0);
	}

	/**
	 * Returns whether the readings are flat.
	 * @param share the growth that is allowed, as a share of the mean
	 * @param least the growth that is allowed in any case
	 * @return whether the growth is less than either
	 */
	boolean isFlat(double share, double least) {
		return this.growth <= Math.max(share * this.mean, least);
	}

}
