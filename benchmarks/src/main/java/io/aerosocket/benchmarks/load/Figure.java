package io.aerosocket.benchmarks.load;

/**
 * One number that a measurement gives. Its name is what the driver prints before it and
 * what files of results call it.
 */
public enum Figure {

	/** Messages echoed or delivered, or connections opened and closed. */
	OPERATIONS("operations"),

	/** The measured time, in seconds. */
	SECONDS("seconds"),

	/** Processor time of the driver in that time, in seconds. */
	DRIVER_SECONDS("driver.cpu.seconds"),

	/**
	 * Processor time of the server's process in that time, user and kernel, in seconds.
	 */
	SERVER_SECONDS("server.cpu.seconds"),

	/** The median latency, in microseconds. */
	P50("latency.p50.micros"),

	/** The latency that 99 % did not exceed, in microseconds. */
	P99("latency.p99.micros"),

	/** The latency that 99.9 % did not exceed, in microseconds. */
	P999("latency.p99.9.micros"),

	/** The longest latency, in microseconds. */
	MAX("latency.max.micros"),

	/** What the slowest connection got done, divided by what the fastest did. */
	FAIRNESS("slowest.to.fastest"),

	/** How late the driver was in 1 % of its sends or more, in microseconds. */
	LATE_P99("driver.late.p99.micros"),

	/** Heap of an idle connection after a full collection, in bytes. */
	HEAP("heap.bytes.per.connection"),

	/** Direct memory of an idle connection, in bytes. */
	DIRECT("direct.bytes.per.connection"),

	/** Resident memory of the server's process for an idle connection, in bytes. */
	RESIDENT("resident.bytes.per.connection");

	private final String key;

	Figure(String key) {
		this.key = key;
	}

	/**
	 * Returns the name in results.
	 * @return lower-case words with full stops
	 */
	public String key() {
		return this.key;
	}

}
