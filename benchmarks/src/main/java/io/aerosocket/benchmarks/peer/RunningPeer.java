package io.aerosocket.benchmarks.peer;

import java.util.Map;
import java.util.function.Supplier;

/**
 * A peer that accepts connections.
 *
 * @param port the port it listens on
 * @param stopping what stops it
 * @param counters what it counts itself, by name
 */
record RunningPeer(int port, Runnable stopping, Supplier<Map<String, Long>> counters) implements AutoCloseable {

	RunningPeer(int port, Runnable stopping) {
		this(port, stopping, Map::of);
	}

	@Override
	public void close() {
		this.stopping.run();
	}

}
