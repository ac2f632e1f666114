package io.aerosocket.spring.boot.autoconfigure.actuate;

import io.aerosocket.server.AeroServer;

/**
 * How many of the connections that a server accepts are open.
 *
 * @param connections open connections
 * @param maxConnections the most that it accepts
 */
record Saturation(int connections, int maxConnections) {

	static Saturation of(AeroServer server) {
		return new Saturation(server.connections().count(), server.options().maxConnections());
	}

	/**
	 * Returns the share that is taken.
	 * @return 0.0 to 1.0, rounded to thousandths
	 */
	double ratio() {
		double ratio = Math.min(1.0, (double) this.connections / this.maxConnections);
		return Math.round(ratio * 1000) / 1000.0;
	}

	boolean isFull() {
		return this.connections >= this.maxConnections;
	}

}
